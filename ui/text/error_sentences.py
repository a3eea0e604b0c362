"""The core's error codes as sentences; their parameters stand in braces."""

from __future__ import annotations

from ui.text.i18n import N_

# By the end of a ConfigError's code; `{label}` is the setting's own name.
CONFIG_SENTENCES = {
    "hidden_layers_range": N_(
        "There can be {minimum} to {maximum} hidden layers, not {value}. Take fewer layers."
    ),
    "range": N_("{label} must be from {minimum} to {maximum}, not {value}."),
    "stepped": N_("{label} must be from {minimum} to {maximum} in steps of {step}, not {value}."),
    "choice": N_("{label} must be one of {choices}, not {value}."),
    "type": N_("{label} cannot be {value}."),
}
# By the whole code of any error.
SENTENCES = {
    "hidden_layers_range": N_(
        "There can be {minimum} to {maximum} hidden layers, not {value}. Take fewer layers."
    ),
    "parameters_limit": N_(
        "These layers make {value} parameters; at most {maximum} are allowed here. "
        "Take fewer or narrower layers."
    ),
    "work_limit": N_(
        "{value} epochs with {parameters} parameters are too much work for a shared machine. "
        "Take at most {maximum} epochs, or a smaller network."
    ),
    "device_choice": N_("This server cannot train on {value}. Choose one of: {choices}."),
    "owner_invalid": N_("Your browser could not be recognised. Reload the page."),
    "too_many_runs": N_(
        "You already have {maximum} runs waiting or training, the most there may be. Stop one of "
        "them, or wait until one is done."
    ),
    "queue_full": N_(
        "So many learners are waiting that no more runs fit into the queue. Try again in a few "
        "minutes."
    ),
    "address_full": N_(
        "So many runs from your network are waiting that no more fit into the queue. Try again in "
        "a few minutes."
    ),
    "all_pinned": N_(
        "Your lab keeps at most {maximum} runs, and none of them can make room for another now. "
        "Stop one that is waiting or training, or wait until it is done."
    ),
    "pause_full": N_(
        "Too many half-finished runs are waiting on this server, so this one cannot be paused now. "
        "Let it finish, or stop it: what it has learned is kept."
    ),
    "server_stopping": N_("The server is about to stop. Try again in a minute."),
    "unknown_run": N_(
        "This run is not in your lab: it was deleted, or it belongs to another browser. Choose one "
        "of your own runs or start a new one."
    ),
    "no_weights": N_("This run has no weights to show here. Choose another, or train it again."),
    "no_weights_of_epoch": N_(
        "The weights of epoch {epoch} were not kept. Choose another epoch, or train it again."
    ),
    "no_weights_yet": N_("This run has not learned anything yet. Wait for its first epoch."),
    "run_failed": N_(
        "There was an error in the app, not in your settings. If it happens again, please "
        "report it."
    ),
    "out_of_memory": N_(
        "The server had no memory left for this run. Train a smaller network, or try again when "
        "fewer runs are going on."
    ),
    "browser_gone": N_(
        "Your browser was away for too long, so this run was ended to make room for others."
    ),
    "server_stopped": N_("The server stopped while this run was going on."),
    "data_locked": N_(
        "Another process has been unpacking MNIST in {folder} for a long time. Wait a little and "
        "load the page again; if that does not help, restart the app."
    ),
    "data_missing": N_(
        "MNIST's files are missing or damaged in {folder}: {files}. They could not be downloaded "
        "either. Restore them with `git checkout -- data`, or connect to the internet and load the "
        "page again."
    ),
    "data_not_writable": N_(
        "MNIST could not be unpacked in {folder} ({cause}). Make room on the disk or make the "
        "folder writable."
    ),
    "empty": N_("There is nothing here yet. Draw a digit from 0 to 9."),
    "dot": N_("This is only a dot. Draw a whole digit, as large as you like."),
    "scribble": N_(
        "There is too much ink for one digit. Clear the canvas and draw a single digit."
    ),
    "several_digits": N_(
        "This looks like {count} digits. Draw one at a time: the network reads single digits."
    ),
    "canvas_unreadable": N_("This drawing could not be read. Clear the canvas and draw again."),
    "picture_bytes": N_(
        "This file is larger than {maximum} MB. Take a smaller picture, or crop it."
    ),
    "picture_format": N_(
        "This is not a PNG, JPEG or WebP picture. Save it as one of these and try again."
    ),
    "picture_damaged": N_("This picture cannot be read: its file is damaged. Try another one."),
    "picture_shape": N_("This picture is too long and narrow. Crop it to the digit."),
    "picture_clutter": N_(
        "There is more in this picture than the paper. Crop it to the paper with the digit."
    ),
    "picture_pixels": N_(
        "This picture has more than {maximum} megapixels. Make it smaller and try again."
    ),
    "store_in_use": N_(
        "Another server is using the folder in which runs are kept. New runs are kept in memory "
        "until it lets go, and then for good."
    ),
    "store_deleted": N_(
        "The file in which runs are kept was deleted. Runs last until the server stops, or until "
        "the file can be made anew."
    ),
    "store_no_room": N_(
        "The room for keeping runs is used up, so some runs last only until the server stops. "
        "It helps to stop runs that are paused or waiting."
    ),
    "store_newer": N_(
        "Your runs were kept by a newer version of this app, which this one cannot read. They are "
        "left as they are; new runs last until the server stops."
    ),
    "store_full": N_("The server's disk is full, so new runs last until the server stops."),
    "store_read_only": N_(
        "The server is not allowed to write to its disk, so new runs last until the server stops."
    ),
    "store_damaged": N_(
        "The file in which runs are kept is damaged, and was left as it is. New runs last until "
        "the server stops."
    ),
    "store_unusable": N_(
        "The file in which runs are kept cannot be used, so new runs last until the server stops."
    ),
}
# Said on the page with more words than a sentence, or no error that a learner sees by itself.
ELSEWHERE = {"diverged"}

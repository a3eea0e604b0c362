// Notes what the page asks of its server and what is answered, so that a test can wait for a page
// at rest.  Streamlit's client calls itself "notRunning" from a click until the server's first
// answer, so that alone tells nothing.
(() => {
  const RERUN_SCRIPT = 11, SCRIPT_FINISHED = 6; // fields of BackMsg and ForwardMsg
  const FRAGMENT_ID = 5, IS_AUTO_RERUN = 6; // fields of ClientState
  const EARLY_FOR_RERUN = 2; // ended because something new was asked, which is still to come
  const rest = { asked: null, clock: false, since: performance.now(), told: false };
  const decoder = new TextDecoder();

  function varint(bytes, at) {
    let value = 0, scale = 1;
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return [value, at];
      scale *= 128;
    }
  }

  // Protocol Buffers' outermost fields: number -> value, or the bytes of what has a length.
  function fields(bytes) {
    const found = {};
    for (let at = 0; at < bytes.length; ) {
      let key, value;
      [key, at] = varint(bytes, at);
      const kind = key % 8;
      if (kind === 0) [value, at] = varint(bytes, at);
      else if (kind === 2) {
        let length;
        [length, at] = varint(bytes, at);
        value = bytes.subarray(at, (at += length));
      } else at += kind === 1 ? 8 : 4;
      found[(key - kind) / 8] = value;
    }
    return found;
  }

  function noteAsked(data) {
    if (!ArrayBuffer.isView(data)) return;
    const asked = fields(data)[RERUN_SCRIPT];
    if (!asked) return;
    const state = fields(asked);
    rest.clock = Boolean(state[IS_AUTO_RERUN]);
    if (rest.clock) return;
    rest.asked = state[FRAGMENT_ID]?.length && rest.asked !== "page" ? "fragment" : "page";
    rest.since = performance.now();
    try {
      const id = localStorage.getItem("digit-lab-browser");
      if (id && decoder.decode(asked).includes(id)) rest.told = true;
    } catch {
      rest.told = true; // a browser that keeps nothing has no id to tell
    }
  }

  function noteAnswered(data) {
    if (!(data instanceof ArrayBuffer)) return;
    const status = fields(new Uint8Array(data))[SCRIPT_FINISHED];
    if (status === undefined || status === EARLY_FOR_RERUN) return;
    const fragment = status === 3;
    if (fragment && rest.asked === "page") return;
    rest.asked = null;
    rest.since = performance.now();
  }

  window.WebSocket = class extends WebSocket {
    constructor(...all) {
      super(...all);
      this.addEventListener("message", (event) => noteAnswered(event.data));
    }
    send(data) {
      noteAsked(data);
      super.send(data);
    }
  };

  // Whether the page is at "rest", drawn anew by a "clock" alone, or "busy".  For rest, nothing was
  // asked or answered for `quiet` ms: a component just drawn may still have something to say.
  window.restOrNot = (quiet) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const answered =
      app?.dataset.testConnectionState === "CONNECTED" &&
      !document.querySelector('[data-testid="stSkeleton"]') &&
      rest.told && !rest.asked && performance.now() - rest.since > quiet;
    if (!answered) return "busy";
    if (app.dataset.testScriptState === "notRunning") return "rest";
    return rest.clock ? "clock" : "busy";
  };
})();

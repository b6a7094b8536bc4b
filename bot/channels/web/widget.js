/* One script tag on a commune's page brings the chat there: a button, and behind it the office's page in a frame.
   Nothing is loaded before the button is pressed. Styles are set property by property, so that neither the page's
   styles nor its security policy stand in the way. */
(function () {
  "use strict";

  const script = document.currentScript;
  const office = new URL(script.src).origin;
  const source = script.getAttribute("data-nguon");
  const TITLE = "Hỏi về bảo hiểm xã hội";
  const GREEN = "#17452f";

  const opener = button(TITLE, open);
  const closer = button("Đóng ✕", close);
  const panel = document.createElement("div");
  let frame = null;

  function style(node, properties) {
    Object.keys(properties).forEach(function (name) { node.style.setProperty(name, properties[name]); });
    return node;
  }

  function button(title, onPress) {
    const node = document.createElement("button");
    node.type = "button";
    node.textContent = title;
    node.addEventListener("click", onPress);
    return style(node, {
      "all": "initial", "box-sizing": "border-box", "min-height": "48px", "padding": "0 18px", "border-radius": "24px",
      "background": GREEN, "color": "#ffffff", "font": "600 17px/48px system-ui, sans-serif", "cursor": "pointer"
    });
  }

  // The focus must be seen also where `all: initial` took the browser's own sign away.
  function showFocus(node) {
    node.addEventListener("focus", function () { style(node, { "outline": "3px solid #e9ab2c", "outline-offset": "2px" }); });
    node.addEventListener("blur", function () { style(node, { "outline": "none" }); });
  }

  function fit() {
    const small = innerWidth < 560 || innerHeight < 560;
    style(panel, small
      ? { "top": "0", "right": "0", "bottom": "0", "left": "0", "width": "auto", "height": "auto", "border-radius": "0" }
      : { "top": "auto", "right": "16px", "bottom": "16px", "left": "auto", "width": "400px", "height": "88vh",
          "max-height": "640px", "border-radius": "14px" });
  }

  function open() {
    if (!frame) panel.append(frame = newFrame());
    style(panel, { "display": "flex" });
    style(opener, { "display": "none" });
    opener.setAttribute("aria-expanded", "true");
    closer.focus();
  }

  function close() {
    style(panel, { "display": "none" });
    style(opener, { "display": "block" });
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  function newFrame() {
    const node = document.createElement("iframe");
    node.title = "An Tâm – " + TITLE.toLowerCase();
    node.src = office + "/widget" + (source ? "?nguon=" + encodeURIComponent(source) : "");
    return style(node, { "flex": "1 1 0", "width": "100%", "min-height": "0", "border": "0", "background": "#f7f1e1" });
  }

  function start() {
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", TITLE);
    opener.setAttribute("aria-haspopup", "dialog");
    opener.setAttribute("aria-expanded", "false");
    [opener, closer].forEach(showFocus);
    style(opener, { "position": "fixed", "right": "16px", "bottom": "16px", "z-index": "2147483000", "display": "block" });
    style(closer, { "width": "100%", "border-radius": "0", "text-align": "right" });
    style(panel, {
      "position": "fixed", "z-index": "2147483001", "display": "none", "flex-direction": "column",
      "overflow": "hidden", "box-shadow": "0 6px 30px rgba(0, 0, 0, .35)", "background": GREEN
    });
    panel.append(closer);
    document.body.append(opener, panel);
    fit();
    addEventListener("resize", fit);
    panel.addEventListener("keydown", function (event) { if (event.key === "Escape") close(); });
    addEventListener("message", function (event) {
      if (frame && event.source === frame.contentWindow && event.data === "antam-close") close();
    });
  }

  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();

/* The conversation's lines as nodes: who says what, with links, pictures and choices. Sends nothing.
   Written in ES2017 without a framework, for phones that get no updates any more. */
const chatLines = (function () {
  "use strict";

  function make(tag, className, text) {
    const node = document.createElement(tag);
    node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  function makeButton(className, text, onClick) {
    const button = make("button", className, text);
    button.type = "button";
    button.addEventListener("click", onClick);
    return button;
  }

  // ---- Text to nodes: never as HTML, whatever the text holds

  // What stands before (so that no part of a longer number or word matches), then an address or a phone number.
  const LINK = new RegExp(
    "(^|[^\\w.,/@-])(" +
    "(?:https?://|www\\.)[^\\s<>\"]+|" +
    // Our own pages for this person: the form, the estimate card.
    "/(?:to-khai|the-uoc-tinh)/[\\w.-]+|" +
    "(?:[a-z\\d-]+\\.)+gov\\.vn\\b(?:/[^\\s<>\"]*)?|" +
    "(?:\\+84|0)(?:[ .]?\\d){9,10}(?![.,]?\\d)|" +
    "1[89]00(?:[ .]?\\d){4,6}(?![.,]?\\d)" +
    ")", "gi"
  );

  function linkTo(found) {
    const link = make("a", "", found);
    if (/^[+\d]/.test(found) && !/[a-z]/i.test(found)) {
      link.href = "tel:" + found.replace(/[ .]/g, "");
    } else {
      link.href = /^(?:https?:|\/)/i.test(found) ? found : "https://" + found;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
    return link;
  }

  function withLinks(text) {
    const nodes = document.createDocumentFragment();
    let done = 0;
    let match;
    LINK.lastIndex = 0;
    while ((match = LINK.exec(text))) {
      const start = match.index + match[1].length;
      const found = match[2].replace(/[.,;:!?)\]»”’'"…]+$/, "");
      nodes.append(text.slice(done, start), linkTo(found));
      done = start + found.length;
      LINK.lastIndex = done;
    }
    nodes.append(text.slice(done));
    return nodes;
  }

  // ---- Lines

  function lineOf(author, content) {
    const node = make("div", "line " + author);
    node.tabIndex = -1;
    const said = make("div", "said");
    said.append(content);
    node.append(make("span", "unseen", author === "bot" ? "An Tâm: " : "Anh/chị: "), said);
    return node;
  }

  function userLine(text) {
    return lineOf("user", text);
  }

  // An answer that begins with a short line of its own has its gist there; the working follows.
  function answer(text) {
    const gist = /^[^\n]{1,90}(?=\n\n)/.exec(text);
    if (!gist) return withLinks(text);
    const nodes = document.createDocumentFragment();
    const headline = make("span", "headline");
    headline.append(withLinks(gist[0]));
    nodes.append(headline, withLinks(text.slice(gist[0].length)));
    return nodes;
  }

  // `onChoice(button)` is called with the button that was taken.
  function botLine(message, onChoice) {
    const node = lineOf("bot", answer(message.text));
    if (message.image) node.querySelector(".said").append(picture(message.image, message.image_text));
    if (message.buttons && message.buttons.length) node.append(choices(message.buttons, onChoice));
    return node;
  }

  function picture(address, text) {
    const image = make("img", "");
    image.alt = text || "Hình minh họa cho câu trả lời";
    image.src = address;
    return image;
  }

  function choices(buttons, onChoice) {
    const group = make("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Các câu trả lời để chọn");
    buttons.forEach(function (button) {
      group.append(makeButton("choice", button.title, function (event) {
        event.currentTarget.classList.add("chosen");
        onChoice(button);
      }));
    });
    return group;
  }

  // A line of its own between the days.
  function dayLine(name) {
    return make("p", "day", name);
  }

  function dayName(at) {
    const yesterday = new Date();
    yesterday.setDate(yesterday.getDate() - 1);
    if (at.toDateString() === new Date().toDateString()) return "Hôm nay";
    if (at.toDateString() === yesterday.toDateString()) return "Hôm qua";
    return "Ngày " + at.getDate() + "/" + (at.getMonth() + 1) + "/" + at.getFullYear();
  }

  // What went wrong, with a button for the way on when there is one.
  function note(className, text, remedy, onRemedy) {
    const node = make("p", className, text);
    if (remedy) node.append(makeButton("", remedy, onRemedy));
    return node;
  }

  return { userLine, botLine, dayLine, dayName, note };
})();

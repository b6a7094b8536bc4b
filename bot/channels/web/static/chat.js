/* The chat page's behaviour: open the conversation, send what is written, lose and double nothing.
   How a line looks is in lines.js, which is loaded before. */
(function () {
  "use strict";

  const SEND_TIMEOUT = 20000;
  // A reply that came sooner would slide a new button under the second tap of a double tap.
  const SHORTEST_WAIT = 400;
  const LONGEST_TEXTAREA = 160;
  // How often is looked for what comes unasked: an officer's words, a promised answer.
  const NEWS_PAUSE = 4000;

  const talk = document.getElementById("talk");
  const log = document.getElementById("log");
  const typing = document.getElementById("typing");
  const more = document.getElementById("more");
  const composer = document.getElementById("composer");
  const question = document.getElementById("question");
  const staff = document.getElementById("staff");

  // Messages that have no answer yet, oldest first; only the first is under way, so their order is kept.
  const queue = [];
  // The link or QR code that brought the person here; told once.
  let source = new URLSearchParams(location.search).get("nguon");
  // In a frame on another site the browser may keep no cookie of ours: the page then says itself who it is.
  const session = document.body.dataset.session === "page" ? keptSession() : null;
  let sending = false;
  let opening = null;
  let shownDay = "";
  let atEnd = true;
  let newsAfter = null;

  // ---- Small helpers

  function pause(milliseconds) {
    return new Promise(function (resolve) { setTimeout(resolve, milliseconds); });
  }

  function randomBytes() {
    return crypto.getRandomValues(new Uint8Array(16));
  }

  function hexOf(bytes) {
    return Array.from(bytes, function (byte) { return (byte + 256).toString(16).slice(1); }).join("");
  }

  function uuid() {
    const bytes = randomBytes();
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // Where nothing may be kept at all, the talk lasts as long as the page.
  function keptSession() {
    const fresh = hexOf(randomBytes());
    try {
      const kept = localStorage.getItem("antam_chat") || fresh;
      localStorage.setItem("antam_chat", kept);
      return kept;
    } catch (error) {
      return fresh;
    }
  }

  // ---- Showing lines

  function place(node, at) {
    const day = chatLines.dayName(at);
    if (day !== shownDay) log.append(chatLines.dayLine(day));
    shownDay = day;
    log.append(node);
  }

  function placeReply(message, at) {
    place(chatLines.botLine(message, function (button) {
      focusOn(say(button.payload, button.title));
    }), at);
  }

  // Only the newest reply's choices can be taken, and only while nothing is under way.
  function settleChoices() {
    const newest = Array.from(log.querySelectorAll(".bot")).pop();
    log.querySelectorAll(".choice").forEach(function (choice) {
      choice.disabled = queue.length > 0 || !newest.contains(choice);
    });
  }

  // ---- What the reader sees and where the focus is

  function toEnd() {
    talk.scrollTop = talk.scrollHeight;
  }

  // A long answer begins at the top of the view, a short one ends at its bottom.
  function reveal(node) {
    talk.scrollTop = node.offsetTop - 8;
    noticeEnd();
  }

  // From the person's own line the next Tab leads to the newest choices.
  function focusOn(node) {
    node.focus({ preventScroll: true });
  }

  function fitTextarea() {
    question.style.height = "auto";
    question.style.height = Math.min(question.scrollHeight + 4, LONGEST_TEXTAREA) + "px";
  }

  function noticeEnd() {
    atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 40;
    more.hidden = atEnd;
  }

  talk.addEventListener("scroll", noticeEnd, { passive: true });
  more.addEventListener("click", function () {
    talk.scrollTop += talk.clientHeight * 0.8;
    noticeEnd();
  });

  // The keyboard of a phone takes half of the page; the newest words stay in view.
  window.addEventListener("resize", function () { if (atEnd) toEnd(); });

  // ---- Talking with the server

  function request(address, options) {
    const timeout = pause(SEND_TIMEOUT).then(function () { throw new Error("timeout"); });
    const settings = Object.assign({ credentials: "same-origin", cache: "no-store" }, options);
    if (session) settings.headers = Object.assign({ "X-Antam-Chat": session }, settings.headers);
    return Promise.race([exchange(address, settings), timeout]);
  }

  // A problem without `refusal` may pass: the same request can be made again.
  async function exchange(address, settings) {
    const response = await fetch(address, settings);
    if (response.ok) return response.json();
    const problem = new Error("status " + response.status);
    const passing = response.status >= 500 || response.status === 408 || response.status === 429;
    if (!passing) problem.refusal = await refusalOf(response);
    throw problem;
  }

  async function refusalOf(response) {
    const fallback = "Tin nhắn này không gửi được. Xin viết lại cách khác, hoặc gọi điện để được giúp.";
    try {
      const detail = (await response.json()).detail;
      return typeof detail === "string" ? detail : fallback;
    } catch (error) {
      return fallback;
    }
  }

  async function load() {
    log.setAttribute("aria-busy", "true");
    const history = await request("/chat/history");
    history.messages.forEach(function (message) {
      const at = new Date(message.at);
      if (message.author === "user") place(chatLines.userLine(message.text), at);
      else placeReply(message, at);
    });
    newsAfter = history.news_after;
    log.setAttribute("aria-busy", "false");
    settleChoices();
    if (log.lastElementChild) reveal(log.lastElementChild);
    return true;
  }

  // Loads the conversation once; until that is done nothing is sent, and what is written stays where it is.
  function open() {
    if (!opening) {
      log.textContent = "";
      opening = load().catch(offerReopening);
    }
    return opening;
  }

  function offerReopening() {
    opening = null;
    log.setAttribute("aria-busy", "false");
    log.append(chatLines.note("notice", "Chưa mở được cuộc trò chuyện – ", "Thử lại", open));
    return false;
  }

  // Between an answer and the next question only, so that lines stand in the order in which they were said.
  async function lookForNews() {
    if (document.hidden || sending || newsAfter === null) return;
    const news = await request("/chat/news?after=" + newsAfter);
    if (sending) return;
    news.messages.forEach(function (message) {
      if (message.id <= newsAfter) return;
      newsAfter = message.id;
      placeReply(message, new Date(message.at));
    });
    if (news.messages.length) settleChoices();
    if (news.messages.length && atEnd) toEnd();
  }

  function lookAgain() {
    const again = function () { setTimeout(lookAgain, NEWS_PAUSE); };
    lookForNews().then(again, again);
  }

  // ---- Sending

  function say(text, shown) {
    const message = { id: uuid(), text: text, line: chatLines.userLine(shown) };
    queue.push(message);
    place(message.line, new Date());
    settleChoices();
    toEnd();
    sendAll();
    return message.line;
  }

  async function sendAll() {
    if (sending) return;
    sending = true;
    let reachable = true;
    while (queue.length && reachable) reachable = await sendFirst();
    sending = false;
  }

  // Whether the queue can go on: a failed message stays its head, because the later ones may build on it.
  async function sendFirst() {
    const message = queue[0];
    setNote(message.line, null);
    typing.hidden = false;
    toEnd();
    try {
      answered(message, (await Promise.all([post(message), pause(SHORTEST_WAIT)]))[0].messages);
    } catch (problem) {
      if (problem.refusal) refused(message, problem.refusal);
      else setNote(message.line, failureNote());
    }
    typing.hidden = true;
    settleChoices();
    return queue[0] !== message;
  }

  function answered(message, replies) {
    source = null;
    replies.forEach(function (reply) { placeReply(reply, new Date()); });
    queue.shift();
    typing.hidden = true;
    reveal(message.line);
  }

  function refused(message, reason) {
    queue.shift();
    setNote(message.line, chatLines.note("note", reason));
  }

  // The same id every time: a message that did arrive is not counted twice, its answer only comes again.
  function post(message) {
    return request("/chat/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text: message.text, message_id: message.id, source: source })
    });
  }

  function setNote(line, note) {
    const old = line.querySelector(".note");
    if (old) old.remove();
    if (note) line.append(note);
    if (note && atEnd) toEnd();
  }

  function failureNote() {
    return chatLines.note("note", "Chưa gửi được – ", "Gửi lại", function () {
      focusOn(queue[0].line);
      sendAll();
    });
  }

  // ---- What the person does

  async function submit() {
    if (!await open()) return;
    const text = question.value.trim();
    if (!text) return;
    question.value = "";
    fitTextarea();
    say(text, text);
    // On a phone the focus would bring the keyboard back over the answer.
    if (matchMedia("(pointer: fine)").matches) question.focus();
  }

  async function askForStaff() {
    if (!await open()) return;
    const payload = staff.dataset.payload;
    if (!queue.some(function (message) { return message.text === payload; })) {
      focusOn(say(payload, staff.textContent));
    }
  }

  composer.addEventListener("submit", function (event) {
    event.preventDefault();
    submit();
  });

  // Enter also ends a syllable in Vietnamese input methods; that Enter is not ours (229 is its older sign).
  question.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });

  // The window around the frame closes it.
  document.addEventListener("keydown", function (event) {
    if (session && event.key === "Escape" && !event.isComposing) parent.postMessage("antam-close", "*");
  });

  question.addEventListener("input", fitTextarea);
  staff.addEventListener("click", askForStaff);
  window.addEventListener("online", sendAll);

  open();
  lookAgain();
})();

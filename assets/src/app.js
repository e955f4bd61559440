// What pages ask for by attribute; no page holds a script of its own.
//   data-confirm="问题"      on a form, a submit button or an hx- element: asks first (data-confirm-yes="按钮上的字", data-danger)
//   data-choose="字段"       on a form: one of these boxes at least must be ticked (else the words of data-none); {n} in the question is how many
//   data-busy="正在提交…"    on a submit button: the words while it works. All POST buttons lock themselves once pressed.
//   data-download            on a form that answers with a file: its buttons come back by themselves
//   data-search              on a field: “/” jumps there
//   data-submit              on a form or a field: sends the form when something is changed
//   data-dismiss[="8000"]    on a button: closes the notice around it; on a notice: closes it after that many milliseconds
//   data-print, data-back    on a button
// Ctrl+Enter in a text area sends its form.
"use strict";

(() => {
  const dialog = () => document.getElementById("confirm");

  function ask(text, { yes = "确定", danger = false } = {}) {
    const box = dialog();
    if (!box?.showModal) return Promise.resolve(window.confirm(text));
    const [no, go] = box.querySelectorAll("button");
    box.querySelector(".confirm-text").textContent = text;
    go.textContent = yes;
    go.className = danger ? "btn btn-danger" : "btn btn-primary";
    return new Promise((answer) => {
      box.onclose = () => answer(box.returnValue === "yes");
      no.onclick = () => box.close("no");
      go.onclick = () => box.close("yes");
      box.returnValue = "no";
      box.showModal();
      no.focus();
    });
  }

  const wishes = (element) => ({ yes: element.dataset.confirmYes, danger: "danger" in element.dataset });

  function lock(form, pressed) {
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) button.disabled = true;
    if (!pressed) return;
    pressed.setAttribute("aria-busy", "true");
    if (pressed.dataset.busy) {
      pressed.dataset.rest = pressed.textContent;
      pressed.textContent = pressed.dataset.busy;
    }
  }

  function unlock(form) {
    for (const button of form.querySelectorAll("button:disabled, input[type=submit]:disabled")) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      if (button.dataset.rest) button.textContent = button.dataset.rest;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const pressed = event.submitter;
    const chosen = form.dataset.choose ? form.querySelectorAll(`input[name="${form.dataset.choose}"]:checked`).length : 1;
    if (!chosen) {
      event.preventDefault();
      event.stopImmediatePropagation();
      toast(form.dataset.none);
      return;
    }
    const asks = [pressed, form].find((element) => element?.dataset.confirm);
    if (asks && !form.dataset.confirmed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(asks.dataset.confirm.replace("{n}", chosen), wishes(asks)).then((agreed) => {
        if (!agreed) return;
        form.dataset.confirmed = "yes";
        form.requestSubmit(pressed ?? undefined);
      });
      return;
    }
    delete form.dataset.confirmed;
    if (form.method !== "post" || event.defaultPrevented) return;
    setTimeout(() => lock(form, pressed));  // after the browser has read which button was pressed
    if ("download" in form.dataset) setTimeout(() => unlock(form), 3000);
  }, true);

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) unlock(form);
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach(unlock);
  });

  document.addEventListener("htmx:confirm", (event) => {
    const element = event.detail.elt;
    if (!element.dataset.confirm || element.tagName === "FORM") return;
    event.preventDefault();
    ask(element.dataset.confirm, wishes(element)).then((agreed) => agreed && event.detail.issueRequest(true));
  });

  document.addEventListener("click", (event) => {
    const at = (wish) => event.target.closest(wish);
    if (at("button[data-dismiss]")) at(".notice").remove();
    if (at("[data-print]")) window.print();
    if (at("[data-back]")) window.history.back();
  });

  document.addEventListener("change", (event) => {
    const wish = event.target.closest("[data-submit]");
    if (wish) (wish.form ?? wish).requestSubmit();
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      const field = document.querySelector("[data-search]");
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select?.();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.tagName === "TEXTAREA") {
      event.target.form?.requestSubmit();
    }
  });

  const SAID = {
    0: "网络不通，刚才的操作没有送到。请检查网络后再试。",
    403: "没有办理此事的权限，或者登录已经失效。请刷新页面后再试。",
    404: "这条记录不存在，或者不在您的管辖范围内。",
    409: "这件事已经由他人办理。请刷新页面查看结果。",
    413: "文件太大，未能上传。",
    429: "操作太频繁，请稍后再试。",
    500: "系统出错，刚才的操作没有完成。请稍后再试，仍不行请联系系统管理员。",
  };

  function toast(text) {
    const box = document.getElementById("toasts");
    if (!box) return;
    const notice = document.createElement("div");
    notice.className = "notice notice-error";
    const words = document.createElement("div");
    words.className = "notice-text";
    words.textContent = text;
    const close = document.createElement("button");
    close.className = "btn-close";
    close.type = "button";
    close.dataset.dismiss = "";
    close.setAttribute("aria-label", "关闭提示");
    notice.append(words, close);
    box.replaceChildren(notice);
    setTimeout(() => notice.remove(), 12000);
  }

  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    toast(SAID[status] ?? SAID[status >= 500 ? 500 : 403]);
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(lost, () => toast(SAID[0]));
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A fragment asked for after the session ended comes back as the login page: go there as a whole.
    if (event.detail.xhr.responseURL.includes("/login/")) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });

  function settle(root) {
    for (const notice of root.querySelectorAll(".notice[data-dismiss]")) {
      setTimeout(() => notice.remove(), Number(notice.dataset.dismiss));
    }
    const wrong = root.querySelector(".is-invalid, fieldset[aria-invalid] input");
    if (wrong && root === document) wrong.focus();
  }
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && settle(event.detail.elt));
  settle(document);
  document.querySelector(".menu-link.active")?.scrollIntoView({ block: "nearest" });
})();

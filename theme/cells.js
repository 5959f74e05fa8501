// Buttons of cells and listings. Nothing leaves the page before Run is pressed.
"use strict";

{
  const PLAYGROUND = "https://play.rust-lang.org/execute";

  const status = document.createElement("p");
  status.className = "for-listeners";
  status.setAttribute("role", "status");
  document.body.append(status);

  const button = (bar, text, title, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (title) made.title = title;
    made.addEventListener("click", () => action(made));
    bar.append(made);
  };

  // Shows a message on the button for a moment, and announces it.
  const say = (made, text) => {
    made.dataset.label ??= made.textContent;
    made.textContent = text;
    status.textContent = text;
    clearTimeout(made.timer);
    made.timer = setTimeout(() => {
      made.textContent = made.dataset.label;
      status.textContent = "";
    }, 2000);
  };

  const copyOldWay = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "for-listeners";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("refused");
  };

  const copy = async (made, text) => {
    try {
      const content = await text();
      if (navigator.clipboard) await navigator.clipboard.writeText(content);
      else copyOldWay(content);
      say(made, "Copied");
    } catch {
      say(made, "Not copied");
    }
  };

  const load = async (url) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the program could not be loaded (${response.status})`);
    return response.text();
  };

  // Cargo's own lines are not part of the program's output.
  const withoutCargo = (text) =>
    text.replace(/^ *(Compiling|Finished|Running|Downloading|Downloaded|Updating|Locking|Blocking) .*\n?/gm, "");

  const execute = async (code) => {
    let response;
    try {
      response = await fetch(PLAYGROUND, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          channel: "stable",
          mode: "debug",
          edition: "2024",
          crateType: "bin",
          tests: false,
          backtrace: false,
          code,
        }),
      });
    } catch {
      throw new Error("play.rust-lang.org could not be reached");
    }
    if (response.status === 429) throw new Error("play.rust-lang.org asks to wait a little: too many programs were sent");
    if (!response.ok) throw new Error(`play.rust-lang.org answered with status ${response.status}`);
    return response.json();
  };

  const judge = ({ success, stdout }, recorded) => {
    if (!success) return ["differs", "It failed there. What it said:"];
    if (recorded === undefined) return ["same", "It ran there. What it printed:"];
    if (stdout.trimEnd() === recorded.trimEnd()) return ["same", "It printed there exactly what is recorded above."];
    return ["differs", "It printed there something else than what is recorded above:"];
  };

  const run = async (made, cell) => {
    const result = cell.querySelector(".result") ?? document.createElement("div");
    result.className = "result";
    result.innerHTML = "<p role=\"status\"></p>";
    cell.append(result);
    const verdict = result.firstChild;
    verdict.textContent = "Running on play.rust-lang.org …";
    made.disabled = true;
    try {
      const answer = await execute(await load(cell.dataset.run));
      const [kind, text] = judge(answer, cell.querySelector("pre.output")?.textContent);
      result.classList.add(kind);
      verdict.textContent = text;
      const said = answer.stdout + (answer.success ? "" : withoutCargo(answer.stderr));
      if (said) {
        const pre = document.createElement("pre");
        pre.textContent = said.trimEnd();
        result.append(pre);
        document.dispatchEvent(new Event("boxadded"));
      }
    } catch (error) {
      result.classList.add("differs");
      verdict.textContent = `Not run: ${error.message}.`;
    } finally {
      made.disabled = false;
    }
  };

  for (const proofs of document.querySelectorAll("[data-latex]")) {
    button(proofs, "Copy LaTeX", "", (made) => copy(made, async () => proofs.dataset.latex));
  }

  for (const file of document.querySelectorAll("[data-copied]")) {
    const { href, textContent } = file.firstChild;
    button(file, "Copy", `Copies ${textContent}, to be pasted as it is`, (made) => copy(made, () => load(href)));
  }

  for (const figure of document.querySelectorAll("figure.cell, figure.listing")) {
    const code = figure.querySelector("pre.code");
    const bar = document.createElement("span");
    bar.className = "tools";
    button(bar, "Copy", "", (made) => copy(made, () => code.textContent));
    const { standalone, run: program } = figure.dataset;
    if (standalone) {
      button(bar, "Copy with what it needs", "Copies this function with everything of the library that it calls", (made) =>
        copy(made, () => load(standalone)));
    }
    if (program) {
      button(bar, "Run", "Sends the whole program to play.rust-lang.org and shows what it prints", (made) => run(made, figure));
    }
    figure.querySelector("figcaption").append(bar);
  }
}

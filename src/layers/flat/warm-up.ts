/** What waits to be warmed up in a context, and who waits for that. */
interface Waiting {
  readonly runs: (() => void)[];
  readonly heard: (() => void)[];
}

const waiting = new WeakMap<WebGL2RenderingContext, Waiting>();

/** One a task: each waits for the driver's compiler, and a hand on the page must not wait for all of them. */
function next(gl: WebGL2RenderingContext, all: Waiting): void {
  const run = all.runs.shift();
  if (run) {
    if (!gl.isContextLost()) run();
    setTimeout(next, 0, gl, all);
    return;
  }
  waiting.delete(gl);
  for (const listener of all.heard) listener();
}

/** Runs in a task of its own, after those asked for before. A lost context is not warmed up. */
export function warmLater(gl: WebGL2RenderingContext, run: () => void): void {
  const all = waiting.get(gl) ?? { runs: [], heard: [] };
  all.runs.push(run);
  if (waiting.has(gl)) return;
  waiting.set(gl, all);
  setTimeout(next, 0, gl, all);
}

/** Tells once when nothing waits any more, at once when nothing does. */
export function whenWarm(gl: WebGL2RenderingContext, listener: () => void): void {
  const all = waiting.get(gl);
  if (all) all.heard.push(listener);
  else listener();
}

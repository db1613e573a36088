import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { PROBLEM_TYPE, ProblemError, problemBody } from "#server/http/problem.ts";

/** What is being done, for the page that waits; `share` is 0…1 or null when it cannot be told. */
export interface Progress {
  readonly zh: string;
  readonly en: string;
  readonly share: number | null;
}

const HEADERS = {
  "cache-control": "no-store",
  "retry-after": "2",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
};

const asText = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const percent = ({ share }: Progress) => (share === null ? "" : ` ${Math.floor(share * 100)} %`);

// No style and no script, so that the policy above stays as it is; the browser asks again by itself.
const page = (now: Progress) => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>燃气一张图</title></head>
<body><h1>燃气一张图</h1><p role="status">${asText(now.zh)}${percent(now)}</p><p lang="en">${asText(now.en)}${percent(now)}</p>
${now.share === null ? "<progress></progress>" : `<progress max="1" value="${now.share}"></progress>`}</body></html>
`;

function answer(request: IncomingMessage, response: ServerResponse, now: Progress): void {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  if (path === "/healthz") {
    response.writeHead(200, { ...HEADERS, "content-type": "application/json" }).end('{"status":"ok"}');
    return;
  }
  const wantsPage = (request.headers.accept ?? "").includes("text/html");
  if (wantsPage) {
    response.writeHead(503, { ...HEADERS, "content-type": "text/html; charset=utf-8" }).end(page(now));
    return;
  }
  const problem = problemBody(new ProblemError("not_ready", `${now.en}${percent(now)}`), path, randomUUID());
  response.writeHead(503, { ...HEADERS, "content-type": PROBLEM_TYPE }).end(JSON.stringify(problem));
}

/**
 * Holds the port while the database is opened and the demo made: `/healthz` lives, a browser is told how far it is, everything else is
 * `not_ready`. A port that somebody else holds is found before any work is done. `close` frees it for the application.
 */
export async function holdPort(
  port: number,
  host: string,
  progress: () => Progress,
): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => answer(request, response, progress()));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens at no port");
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

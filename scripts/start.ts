import { buildPages } from "./build-pages.ts";
import { ROOT } from "./steps.ts";

/** `npm start`: builds the SPA when it is missing or older than its sources, then runs the server in this process. */
process.chdir(ROOT);
process.env.NODE_ENV ??= "production";
if (!(await buildPages())) process.exit(1);
await import("#server/main.ts");

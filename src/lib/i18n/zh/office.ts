import { exportsWords } from "./exports.ts";
import { statistics } from "./statistics.ts";
import { supervise } from "./supervise.ts";

/** Words of panels that are opened at a desk now and then: they come with the first of them. */
export const office = { statistics, supervise, exports: exportsWords } as const;

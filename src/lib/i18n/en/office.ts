import type { Words } from "#lib/i18n/words.ts";
import type { office as zh } from "#lib/i18n/zh/office.ts";
import { exportsWords } from "./exports.ts";
import { statistics } from "./statistics.ts";
import { supervise } from "./supervise.ts";

export const office: Words<typeof zh> = { statistics, supervise, exports: exportsWords };

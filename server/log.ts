import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "./config.ts";

/** Paths whose values never reach a log, wherever an object is logged whole. */
const SECRET = [
  "password",
  "*.password",
  "*.*.password",
  "headers.cookie",
  "headers.authorization",
  'headers["x-csrf-token"]',
  'headers["set-cookie"]',
  "*.headers.cookie",
  "*.headers.authorization",
  '*.headers["x-csrf-token"]',
  '*.headers["set-cookie"]',
  "csrf",
  "*.csrf",
  "token",
  "*.token",
];

/** The process's log: one JSON object a line on stdout, secrets masked. */
export function createLog(level: Config["LOG_LEVEL"], to?: DestinationStream): Logger {
  const options = { level, redact: { paths: SECRET, censor: "[masked]" }, base: { pid: process.pid } };
  return to ? pino(options, to) : pino(options);
}

import { isIP } from "node:net";
import { z } from "zod";
import { MediaServersText } from "./video/media-config.ts";

const flag = z.stringbool();
const days = z.coerce.number().int().min(1).max(36_525);
const perMinute = z.coerce.number().int().min(1).max(10_000_000);

const NAMED_NETWORKS = new Set(["loopback", "linklocal", "uniquelocal"]);

function isAddressList(list: string): boolean {
  return list.split(",").every((part) => {
    const [address = "", bits] = part.trim().split("/", 2);
    if (NAMED_NETWORKS.has(address)) return bits === undefined;
    const widest = isIP(address) === 6 ? 128 : 32;
    return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest));
  });
}

function isPathOrAddress(text: string): boolean {
  if (/^\/(?!\/)/.test(text)) return true;
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}

/** Every setting of the process, from the environment (design.md §4). */
export const Config = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().default("0.0.0.0"),
  DATA_DIR: z.string().default("./data"),
  /** None = embedded database in DATA_DIR. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** None = embedded broker. */
  MQTT_URL: z.url({ protocol: /^(mqtts?|wss?)$/ }).optional(),
  /** Name of this server's lasting session at that broker; each server process of an installation needs its own. */
  MQTT_CLIENT_ID: z
    .string()
    .regex(/^[\w-]{1,23}$/)
    .default("gas-one-map"),
  /** Where the embedded broker listens, on loopback. */
  MQTT_PORT: z.coerce.number().int().min(0).max(65_535).default(1883),
  /** Demo data in an empty embedded database; a native one is seeded only by `npm run seed`. */
  DEMO: flag.default(true),
  /** Demo devices publish; only ever with demo data. */
  SIMULATE: flag.default(true),
  DEMO_PASSWORD: z.string().min(8).optional(),
  /** Sets `Secure` on the cookie; for installations behind TLS. */
  SECURE_COOKIES: flag.default(false),
  SESSION_IDLE_MIN: z.coerce.number().min(1).max(1440).default(30),
  /** Addresses of reverse proxies whose `x-forwarded-*` headers are believed, commas between. None = no proxy. */
  TRUST_PROXY: z
    .string()
    .refine(isAddressList, "addresses or networks, commas between, or loopback, linklocal, uniquelocal")
    .optional(),
  /** Requests a minute for one session, or for one address without a session. */
  RATE_LIMIT: perMinute.default(6000),
  /** Attempts to sign in a minute from one address; five failures of one account lock it anyway. */
  SIGN_IN_LIMIT: perMinute.default(20),
  /** Answers 503 while the event loop lags more than this many ms; 0 = never. */
  MAX_LAG_MS: z.coerce.number().int().min(0).max(60_000).default(2000),
  /** What the sign-in page is headed with. */
  SITE_NAME: z.string().max(64).default("燃气一张图"),
  /** A style or a `.pmtiles` archive: a path of this server, or an address whose origin the pages may then load from. */
  BASEMAP_STYLE: z
    .string()
    .refine(isPathOrAddress, "a path that begins with one /, or an address that begins with http:// or https://")
    .optional(),
  TIANDITU_KEY: z.string().optional(),
  /** Where the demo's made-up media server listens, on loopback; 0 = any free port. */
  MEDIA_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Media servers that draw the cameras' streams: a JSON list (docs/video.md). */
  MEDIA_SERVERS: MediaServersText.optional(),
  /** 32 bytes or more as base64: signs play addresses. Every process of an installation needs the same; none = one of its own at each start. */
  MEDIA_KEY: z
    .string()
    .refine((text) => Buffer.from(text, "base64").length >= 32, "at least 32 bytes as base64")
    .optional(),
  /** Days that readings are kept, then their minutes and hours; a coarser one never for less long. Days are kept for ever. */
  READINGS_KEEP_DAYS: days.default(400),
  MINUTES_KEEP_DAYS: days.default(400),
  HOURS_KEEP_DAYS: days.default(3653),
  /** Days that it is kept what became of readings which were late, doubled or refused. */
  OUTCOMES_KEEP_DAYS: days.default(30),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});
export type Config = z.infer<typeof Config>;

/** Reads the environment; a wrong one throws one Error that lists every setting at fault, with what was expected and what came. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const asked = Object.fromEntries(Object.keys(Config.shape).map((key) => [key, env[key] || undefined]));
  const read = Config.safeParse(asked);
  if (read.success) return read.data;
  const secret = /KEY|PASSWORD|URL|MEDIA/;
  const lines = read.error.issues.map((issue) => {
    const key = String(issue.path[0]);
    const came = secret.test(key) ? "(not shown)" : JSON.stringify(asked[key]);
    return `  ${key}: ${issue.message}; came ${came}`;
  });
  throw new Error(`The environment is not right:\n${lines.join("\n")}`);
}

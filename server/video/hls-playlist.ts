import { MediaServerError } from "./zlm-api.ts";

/** Attributes of tags that name a file of the stream. */
const URI_ATTRIBUTE = /URI="([^"]*)"/g;
/** A playlist is text of some lines; more is no playlist. */
const MOST_BYTES = 262_144;

/** A file's address relative to its stream, or null when it lies elsewhere. */
function relative(uri: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(uri) || uri.startsWith("/") || uri.includes("\\")) return null;
  return uri.split(/[?#]/)[0]?.split("/").includes("..") ? null : uri;
}

export interface Playlist {
  readonly text: string;
  /** The newest segment's name; null = none. */
  readonly newest: string | null;
}

/**
 * A media server's playlist with every address led through this server. An address outside the stream is refused rather than passed
 * on: the browser is never sent elsewhere.
 * @param addressOf the address under which a file of the stream is served here
 */
export function rewritePlaylist(text: string, addressOf: (path: string) => string): Playlist {
  if (text.length > MOST_BYTES || !text.startsWith("#EXTM3U")) throw new MediaServerError("no playlist came");
  let newest: string | null = null;
  const led = (uri: string): string => {
    const path = relative(uri);
    if (path === null) throw new MediaServerError("a playlist names a file outside its stream");
    return addressOf(path);
  };
  const lines = text.split(/\r?\n/).map((line) => {
    if (line.startsWith("#")) return line.replaceAll(URI_ATTRIBUTE, (_, uri: string) => `URI="${led(uri)}"`);
    if (line.trim() === "") return line;
    newest = line.trim();
    return led(newest);
  });
  return { text: lines.join("\n"), newest };
}

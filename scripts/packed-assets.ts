import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { Plugin } from "vite";

const pack = promisify(brotliCompress);
/** The best there is: it takes a second a megabyte, once. */
const QUALITY = constants.BROTLI_MAX_QUALITY;
/** Smaller ones go into one packet either way. */
const LEAST_BYTES = 1024;

/** Writes `name.br` beside each script and style of a folder. @returns bytes before and after */
export async function packFolder(folder: string): Promise<{ readonly raw: number; readonly packed: number }> {
  const sums = { raw: 0, packed: 0 };
  const names = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name));
  const packOne = async (name: string) => {
    const bytes = readFileSync(join(folder, name));
    if (bytes.length < LEAST_BYTES) return;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    const packed = await pack(bytes, { params });
    writeFileSync(join(folder, `${name}.br`), packed);
    sums.raw += bytes.length;
    sums.packed += packed.length;
  };
  await Promise.all(names.map(packOne));
  return sums;
}

/** Scripts and styles packed as small as they go when the page is built, so that no server does it, worse, for each who asks. */
export function packedAssets(): Plugin {
  let folder: string | null = null;
  return {
    name: "packed-assets",
    apply: "build",
    enforce: "post",
    configResolved: ({ root, build }) => {
      folder = join(resolve(root, build.outDir), build.assetsDir);
    },
    closeBundle: {
      order: "post",
      sequential: true,
      async handler() {
        // A build that failed has written nothing.
        if (folder !== null && existsSync(folder)) await packFolder(folder);
      },
    },
  };
}

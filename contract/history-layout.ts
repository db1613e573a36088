/**
 * Column files of the past: what each tag said in each minute, packed. The answer of `GET /api/history/columns`, little endian:
 *
 * | offset | type | what |
 * |---|---|---|
 * | 0 | u32 | magic 0x31434847 ("GHC1") |
 * | 4 | u32 | hours h, 1 … 24 |
 * | 8 | f64 | begin of the first hour, ms since 1970, a whole hour UTC |
 * | 16 | f64 | what is known ends here, ms since 1970: later than this nothing has been looked for |
 * | 24 | u32 | tags in sight n |
 * | 28 | u32 | tags of the numbering (the columns' length) |
 * | 32 | u32[h] | bytes of each hour's part |
 * | 32+4h | u8, u8[] | the snapshot whose numbering is meant: length, then ASCII |
 * | then | varint[n] | tag seq, ascending: how many numbers lie between it and the one before (the first: before it) |
 * | then | | the parts: for each hour, a block of each tag in that order |
 *
 * A block tells one tag's hour and ends itself:
 *
 * | type | what |
 * |---|---|
 * | u8 | bits 0–1 places (`HISTORY_PLACES`), 2 something is carried in, 3 levels differ, 4–5 level of what is carried in, 6–7 level of all samples unless they differ |
 * | | nothing follows when there are neither samples nor something carried in |
 * | u8 | bits 0–3 decimals + 8: the quantum is 10^-decimals; bit 4: values are packed as differences |
 * | varint | seconds after which a value is stale |
 * | varint | carried in: age of the value in seconds when the hour begins |
 * | | places: `every` u8 first, u8 step, u8 count; `mask` u8[8], bit i of 60 set when minute i has a sample |
 * | u8 u8 | of the samples: least seconds before the end of the minute, bits b of what is beyond; then b bits each |
 * | | levels, when they differ: 2 bits each |
 * | zigzag | first value in quanta: what is carried in, or else the first sample; the others m follow when there are any |
 * | zigzag u8 | frame of reference and bits w; then m × w bits: value − frame, or difference to the value before − frame |
 *
 * Bits fill bytes from the lowest; each run of bits ends with its byte. Varints as in live frames, zigzag: 0, −1, 1, −2 … as varint.
 *
 * Minute i of an hour is the time after i minutes and up to i + 1 minutes, its end included: at 03:10:00 one is shown what was measured
 * up to 03:10:00. Of several readings of a minute the last of the worst level stands for it: what rang must not fall between two steps.
 */
export const HISTORY_MAGIC = 0x31434847;
export const HISTORY_HEAD = 32;
export const HISTORY_PLACES = ["none", "every", "mask"] as const;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
export const HOUR_MINUTES = 60;

/**
 * What a sample's value stands for; index = two bits of a block. Normal, warning and alarm by the limits and the dead-band of that time;
 * `bad`: the device itself said that the value is none.
 */
export const HISTORY_LEVELS = ["normal", "warning", "alarm", "bad"] as const;

/** A tag silent for this long is offline, in the past as now. */
export const OFFLINE_AFTER_S = 86_400;

/** Most hours of one answer. */
export const HISTORY_HOURS = 24;

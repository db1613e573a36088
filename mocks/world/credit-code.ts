/** 统一社会信用代码, GB 32100-2015: 18 characters out of 31, the last a check digit. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

/** Check character of the first 17 characters. Throws when one is not of the alphabet. */
export function checkCharacter(first17: string): string {
  if (first17.length !== 17) throw new Error(`17 characters expected, ${first17.length} came`);
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = ALPHABET.indexOf(first17[i] ?? "");
    if (value < 0) throw new Error(`not in GB 32100's alphabet: ${first17[i]}`);
    sum += value * (WEIGHTS[i] ?? 0);
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? "";
}

/** A valid code of an enterprise (91) registered in a division; `serial` tells enterprises apart. */
export function creditCode(divisionCode: string, serial: number): string {
  // MA: registered after 2015; the organisation code's own check digit (GB 11714) fills place 17.
  const body = `MA${serial.toString().padStart(6, "0")}`;
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const value = (c: string) => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".indexOf(c);
  const c9 = 11 - ([...body].reduce((sum, c, i) => sum + value(c) * (weights[i] ?? 0), 0) % 11);
  const organisation = body + (c9 === 10 ? "X" : c9 === 11 ? "0" : String(c9));
  const first17 = `91${divisionCode}${organisation}`;
  return first17 + checkCharacter(first17);
}

export const isCreditCode = (code: string): boolean =>
  /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code) && checkCharacter(code.slice(0, 17)) === code[17];

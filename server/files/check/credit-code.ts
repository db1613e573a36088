const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Last character of a 统一社会信用代码 from the first 17 (GB 32100-2015: weights 3^i mod 31); null when a character is not in its alphabet. */
export function creditCodeCheck(first17: string): string | null {
  let sum = 0;
  let weight = 1;
  for (const char of first17) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return null;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] as string;
}

/** What is wrong with a credit code, or null. */
export function creditCodeFault(code: string): { expected: string } | null {
  if (code.length !== 18) return { expected: "18 characters (GB 32100)" };
  const check = creditCodeCheck(code.slice(0, 17));
  if (check === null) return { expected: `characters of ${ALPHABET} (GB 32100)` };
  return check === code[17] ? null : { expected: `check character ${check} (GB 32100)` };
}

/** Old GB/T 2260 codes that still arrive in files, with the code of today (domain.md §1). */
export const OLD_AREA_CODES: Readonly<Record<string, string>> = {
  "130223": "130284",
  "130823": "130881",
  "130428": "130407",
  "130429": "130408",
  "130526": "130505",
  "130527": "130506",
  "130521": "130503",
};

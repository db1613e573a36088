import type { LicenceKind } from "#contract/gas.ts";
import { creditCode } from "./credit-code.ts";
import type { Division } from "./divisions.ts";
import { brand, shortName } from "./names.ts";
import { intBetween, type Rng, rng } from "./rng.ts";
import type { EnterpriseRow } from "./rows.ts";
import { dayOf } from "./time.ts";

export const TRUNK_ENTERPRISE = "E130000-01";

/** Enterprises of one county: first those of piped gas, the town's before the villages'. */
export interface CountyEnterprises {
  readonly piped: readonly EnterpriseRow[];
  readonly bottled: readonly EnterpriseRow[];
  readonly filling: readonly EnterpriseRow[];
}

const KIND_WORDS: Readonly<Record<LicenceKind, string>> = {
  piped: "燃气有限公司",
  bottled_lpg: "液化气有限公司",
  vehicle_filling: "车用燃气有限公司",
};

/** Licences run four years: most end in the future, some within three months, a few have ended. */
function expiry(r: Rng, asOfMs: number): string {
  const roll = r();
  const days = roll < 0.04 ? -intBetween(r, 1, 120) : roll < 0.14 ? intBetween(r, 1, 90) : intBetween(r, 91, 1460);
  return dayOf(asOfMs + days * 86_400_000);
}

/** Area codes of telephones by city. */
const DIALS: Readonly<Record<string, string>> = {
  "1300": "0311",
  "1301": "0311",
  "1302": "0315",
  "1303": "0335",
  "1304": "0310",
  "1305": "0319",
  "1306": "0312",
  "1307": "0313",
  "1308": "0314",
  "1309": "0317",
  "1310": "0316",
  "1311": "0318",
};

/** A number that rings nowhere: no local number begins with a zero. */
const dutyPhone = (code: string, serial: number): string =>
  `${DIALS[code.slice(0, 4)] ?? "0311"}-000${code.slice(3)}${String(serial).padStart(2, "0")}`;

function enterprise(r: Rng, county: Division, serial: number, kind: LicenceKind, asOfMs: number): EnterpriseRow {
  const id = `E${county.code}-${String(serial).padStart(2, "0")}`;
  return {
    id,
    name: `${shortName(county.name)}${brand(r)}${KIND_WORDS[kind]}`,
    area_code: county.code,
    credit_code: creditCode(county.code, Number(county.code.slice(2)) * 20 + serial),
    licence_kind: kind,
    licence_number: `冀燃${county.code}${String(serial).padStart(4, "0")}`,
    licence_expires: expiry(r, asOfMs),
    duty_phone: dutyPhone(county.code, serial),
    safety_staff: kind === "piped" ? intBetween(r, 8, 80) : intBetween(r, 2, 15),
    work_areas: null,
  };
}

/** 3 to 12 enterprises. */
export function countyEnterprises(seed: number, county: Division, asOfMs: number): CountyEnterprises {
  const r = rng(seed, `enterprises ${county.code}`);
  const counts: readonly [LicenceKind, number][] = [
    ["piped", intBetween(r, 1, 4)],
    ["bottled_lpg", intBetween(r, 1, 5)],
    ["vehicle_filling", intBetween(r, 1, 3)],
  ];
  let serial = 0;
  const used = new Set<string>();
  const make = (kind: LicenceKind): EnterpriseRow => {
    serial += 1;
    let row = enterprise(r, county, serial, kind, asOfMs);
    while (used.has(row.name))
      row = { ...row, name: `${shortName(county.name)}${brand(r)}${brand(r)}${KIND_WORDS[kind]}` };
    used.add(row.name);
    return row;
  };
  const [piped = [], bottled = [], filling = []] = counts.map(([kind, n]) =>
    Array.from({ length: n }, () => make(kind)),
  );
  return { piped, bottled, filling };
}

/** The provincial pipeline company: at home in the province, at work in every county its lines cross. */
export function trunkEnterprise(asOfMs: number, workAreas: readonly string[]): EnterpriseRow {
  return {
    id: TRUNK_ENTERPRISE,
    name: "河北示例天然气管网有限公司",
    area_code: "130000",
    credit_code: creditCode("130000", 1),
    licence_kind: "piped",
    licence_number: "冀燃1300000001",
    licence_expires: dayOf(asOfMs + 900 * 86_400_000),
    safety_staff: 640,
    duty_phone: dutyPhone("130000", 1),
    work_areas: workAreas.join(";"),
  };
}

import type { CustomerClass, GasKind } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import type { CountyNetwork, Outlet } from "./county-fill.ts";
import { gardenName, personName, phoneNumber } from "./names.ts";
import type { Xy } from "./plane.ts";
import { between, chance, intBetween, pick, type Rng, rng, weighted } from "./rng.ts";
import type { CustomerRow } from "./rows.ts";

/** The network is solved for a busy winter hour: half as much again as the mean of the year. */
const BUSY = 1.5;
export const annualOf = (m3h: number): number => (m3h * 8760) / BUSY;
export const busyHourOf = (annualM3: number): number => (annualM3 * BUSY) / 8760;

const BOTTLED_SHARE = 0.1;
const CLASSES: Readonly<Partial<Record<CustomerClass, number>>> = {
  residential: 955,
  commercial: 34,
  public: 8,
  heating: 2,
  vehicle: 1,
};
const CRITICAL = ["学校", "医院", "养老院", "幼儿园"] as const;
const KIND_OF = { 学校: "school", 医院: "hospital", 养老院: "care_home", 幼儿园: "school" } as const;
/** Of so many critical customers the records leave open what one is. */
const OPEN_EVERY = 12;

function annual(r: Rng, gas: GasKind, kind: CustomerClass): number {
  if (gas === "lpg") return Math.round(between(r, 18, 70) * (kind === "residential" ? 1 : 12));
  if (kind === "commercial") return Math.round(between(r, 1_500, 9_000));
  if (kind === "public") return Math.round(between(r, 4_000, 16_000));
  if (kind !== "residential") return Math.round(between(r, 6_000, 20_000));
  return Math.round(gas === "rural_ng" ? between(r, 420, 1_250) : between(r, 150, 420));
}

interface Asked {
  readonly gas: GasKind;
  readonly owner: string;
  readonly node: string | null;
  readonly lngLat: LngLat;
  readonly address: string;
}

export interface Customers {
  readonly rows: readonly CustomerRow[];
  /** Gas taken at a service node in the hour that is solved, m³/h. */
  readonly demand: ReadonlyMap<string, number>;
}

/**
 * Gives a county its customers: works at their own cabinets, one household or more at every service as far as they go, the rest
 * in bottles. What works take makes the county's demand come out as the plan says.
 */
export function placeCustomers(county: CountyNetwork, demandM3h: number): Customers {
  const { laid, outlets } = county;
  const { ask, net } = laid;
  const r = rng(ask.seed, `customers ${ask.county.code}`);
  const total = ask.budget.customers;
  const works = outlets.filter((o) => o.isWorks).slice(0, total);
  const homes = outlets.filter((o) => !o.isWorks);
  const bottled = Math.round((total - works.length) * BOTTLED_SHARE);
  const piped = homes.length > 0 ? total - works.length - bottled : 0;
  const rows: CustomerRow[] = [];
  const demand = new Map<string, number>();
  const add = (asked: Asked, kind: CustomerClass, annualM3: number): void => {
    rows.push(row(r, ask.county.code, rows.length, asked, kind, annualM3));
    if (asked.node) demand.set(asked.node, (demand.get(asked.node) ?? 0) + busyHourOf(annualM3));
  };
  const offset = homes.length > piped ? homes.length / Math.max(1, piped) : 1;
  for (let i = 0; i < piped; i++) {
    // Fewer customers than services: spread them over all; more: several at each.
    const outlet = homes[Math.floor(i * offset) % homes.length] as Outlet;
    const asked = {
      ...at(laid, r, outlet),
      gas: outlet.gas,
      owner: outlet.owner,
      node: outlet.node,
      address: outlet.address,
    };
    const kind = weighted(r, CLASSES);
    add(asked, kind, annual(r, outlet.gas, kind));
  }
  for (let i = piped + works.length; i < total; i++) {
    const asked = bottledHome(county, r);
    const kind = chance(r, 0.85) ? "residential" : "commercial";
    add(asked, kind, annual(r, "lpg", kind));
  }
  let households = 0;
  for (const q of demand.values()) households += q;
  const each = Math.max(20, (demandM3h - households) / Math.max(1, works.length));
  for (const outlet of works) {
    const asked = {
      gas: outlet.gas,
      owner: outlet.owner,
      node: outlet.node,
      lngLat: net.node(outlet.node).lngLat,
      address: outlet.address,
    };
    add(asked, "industrial", Math.round(annualOf(each)));
  }
  return { rows, demand };
}

function at(laid: CountyNetwork["laid"], r: Rng, outlet: Outlet): { lngLat: LngLat } {
  const [x, y] = laid.net.xyOf(outlet.node);
  const beside: Xy = [x + between(r, -5, 5), y + between(r, -5, 5)];
  return { lngLat: laid.inside(beside) ? laid.net.plane.toLngLat(beside) : laid.net.node(outlet.node).lngLat };
}

function bottledHome({ laid, part }: CountyNetwork, r: Rng): Asked {
  const village = laid.villages.length > 0 ? pick(r, laid.villages) : null;
  const [cx, cy] = village?.at ?? laid.centre;
  const spot: Xy = [cx + between(r, -220, 220), cy + between(r, -220, 220)];
  const shops = part.stations.filter((s) => s.kind === "lpg_shop");
  const owner = shops.length > 0 ? pick(r, shops).enterprise_id : (laid.ask.enterprises.bottled[0]?.id ?? "");
  return {
    gas: "lpg",
    owner,
    node: null,
    lngLat: laid.net.plane.toLngLat(laid.inside(spot) ? spot : laid.centre),
    address: `${laid.ask.county.name}${village?.name ?? gardenName(r)}`,
  };
}

function row(r: Rng, county: string, n: number, asked: Asked, kind: CustomerClass, annualM3: number): CustomerRow {
  const isCritical = kind === "public" && chance(r, 0.7);
  const door = `${intBetween(r, 1, 40)}号楼${intBetween(r, 1, 4)}单元${intBetween(r, 1, 6)}0${intBetween(r, 1, 4)}`;
  const what = isCritical ? pick(r, CRITICAL) : null;
  const name = what ? `示例${what}${intBetween(r, 1, 99)}` : personName(r);
  return {
    id: `C${county}${String(n + 1).padStart(6, "0")}`,
    area_code: county,
    enterprise_id: asked.owner,
    gas_kind: asked.gas,
    class: kind,
    service_node: asked.node,
    is_critical: isCritical,
    critical_kind: what && n % OPEN_EVERY !== 0 ? KIND_OF[what] : null,
    annual_m3: annualM3,
    person_name: name,
    phone: phoneNumber(r),
    address:
      kind === "residential" && asked.gas === "urban_ng"
        ? `${asked.address}${door}`
        : `${asked.address}${intBetween(r, 1, 400)}号`,
    lngLat: asked.lngLat,
  };
}

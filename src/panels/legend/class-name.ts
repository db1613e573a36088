import type { TFunction } from "i18next";
import { GAS_KINDS, MATERIALS, PRESSURE_LEVELS } from "#contract/gas.ts";
import type { ColorBy } from "#contract/pipe-classes.ts";
import { pressureSpan } from "#lib/format-pipes.ts";
import { rangeOf } from "#lib/pipe-rows.ts";

/** Enterprises that have a class of their own, by its number. */
export type Owners = readonly { readonly class: number; readonly name: string }[];

type Counted = "age" | "dn" | "patrol" | "hazards" | "quality";

/** Whole numbers from one limit to just below the next: 5–9 years, exactly 1 place, 4 and more. */
function countedName(t: TFunction, by: Counted, k: number): string {
  const range = rangeOf(by, k);
  const { from, to } = range ?? { from: null, to: null };
  const unit = t(`legend.unit.${by}`);
  const last = to === null ? null : to - 1;
  const said = () => {
    if (from === null) return t("legend.range.below", { to: String(to), unit });
    if (last === null) return t("legend.range.from", { from: String(from), unit });
    if (from === last) return `${from} ${unit}`;
    return t("legend.range.between", { from: String(from), to: String(last), unit });
  };
  if (by === "hazards" || by === "quality") {
    if (from === null) return t(`legend.none.${by}`);
    return by === "quality" ? t("legend.missing", { range: said() }) : said();
  }
  return range === null ? t(`legend.rest.${by}`) : said();
}

function pressureName(t: TFunction, k: number): string {
  const range = rangeOf("pressure", k);
  if (range === null) return t("legend.rest.pressure");
  const { from, to, unit } = pressureSpan(range.from, range.to);
  if (range.from === null) return t("legend.range.below", { to, unit });
  if (range.to === null) return t("legend.range.from", { from, unit });
  return t("legend.range.between", { from, to, unit });
}

/** A class in the field's words, with its unit. */
export function className(t: TFunction, by: ColorBy, k: number, owners: Owners): string {
  switch (by) {
    case "level":
      return t(`gas.pressureLevel.${PRESSURE_LEVELS[k] ?? "unknown"}`);
    case "material":
      return t(`gas.material.${MATERIALS[k] ?? "other"}`);
    case "gas":
      return t(`gas.gasKind.${GAS_KINDS[k] ?? "urban_ng"}`);
    case "enterprise":
      return owners.find((owner) => owner.class === k)?.name ?? t("legend.rest.enterprise");
    case "pressure":
      return pressureName(t, k);
    default:
      return countedName(t, by, k);
  }
}

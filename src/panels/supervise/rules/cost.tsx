import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { whatIfRule } from "#contract/field/rules.ts";
import type { Reply } from "#contract/route.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useCodeWords } from "./terms-words.ts";
import "#ui/data-table.css";

type CostOf = Reply<typeof whatIfRule>;
type Unit = CostOf["unit"];
type Work = CostOf["total"];

/** What a person does in a day, to begin with; whoever reads may set their own. */
const A_DAY = { visits: 25, metres: 12 } as const;
const MOST_AREAS = 20;

/** What other terms would ask for, against now: in all, in days of a person, by county and by kind. */
export function Cost({ cost: { unit, total, areas, parts } }: { readonly cost: CostOf }) {
  const { t } = useTranslation();
  const count = useAmount(unit);
  const change = useChange(unit);
  const word = usePartWords(unit);
  return (
    <div className="cost" role="status">
      <p>
        <strong>{t(`oversight.rules.result.${unit}`, { after: count(total.after), change: change(total) })}</strong>
      </p>
      <p className="quiet">{t(`oversight.rules.result.size_${unit}`, { much: count(total.size) })}</p>
      <PersonDays unit={unit} total={total} />
      <CostTable
        unit={unit}
        head={t("oversight.rules.result.parts")}
        rows={parts.map((part) => ({ key: part.key.join(" "), name: word(part.key), work: part }))}
      />
      <CostTable
        unit={unit}
        head={t("oversight.rules.result.areas")}
        rows={areas.slice(0, MOST_AREAS).map((area) => ({ key: area.areaCode, name: area.areaName, work: area }))}
      />
      <p className="quiet">{t("oversight.rules.result.nothingChanged")}</p>
    </div>
  );
}

/** Visits, or kilometres of so many metres. */
function useAmount(unit: Unit): (amount: number) => string {
  const language = languageNow();
  return (amount) => (unit === "metres" ? formatKm(amount, language) : formatNumber(amount, language));
}

function useChange(unit: Unit): (work: Work) => string {
  const { t } = useTranslation();
  const count = useAmount(unit);
  return ({ before, after }) => {
    const more = after - before;
    if (Math.round(more) === 0) return t("oversight.rules.result.same");
    return t(more > 0 ? "oversight.rules.result.more" : "oversight.rules.result.less", { much: count(Math.abs(more)) });
  };
}

const AGES = ["aged", "sound"] as const;

/** A part by its codes: gas kind and class, or pressure level, or material and age. */
function usePartWords(unit: Unit): (key: readonly string[]) => string {
  const { t } = useTranslation();
  const word = useCodeWords();
  return ([first = "", second]) => {
    if (unit === "visits") return [word("gasKind", first), word("customerClass", second ?? "")].join(" · ");
    const age = AGES.find((one) => one === second);
    return age ? `${word("material", first)} · ${t(`oversight.rules.aged.${age}`)}` : word("pressureLevel", first);
  };
}

/** The change in days of one person, at a pace that whoever reads knows better than we. */
function PersonDays({ unit, total }: { readonly unit: Unit; readonly total: Work }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(String(A_DAY[unit]));
  const perDay = Number(text);
  const more = (total.after - total.before) / (unit === "metres" ? 1000 : 1);
  return (
    <p className="person-days">
      <label htmlFor={id}>{t(`oversight.rules.result.perDay_${unit}`)}</label>
      <input
        id={id}
        type="number"
        className="text-line"
        min={0}
        step="any"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {perDay > 0 && (
        <span>
          {t(`oversight.rules.result.days_${unit}`, {
            perDay: formatNumber(perDay, languageNow(), 1),
            days: formatNumber(more / perDay, languageNow(), 1),
          })}
        </span>
      )}
    </p>
  );
}

interface CostTableProps {
  readonly unit: Unit;
  readonly head: string;
  readonly rows: readonly { readonly key: string; readonly name: string; readonly work: Work }[];
}

function CostTable({ unit, head, rows }: CostTableProps) {
  const { t } = useTranslation();
  const count = useAmount(unit);
  const change = useChange(unit);
  return (
    <div className="table-scroll">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {(["before", "after", "change"] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {t(`oversight.rules.result.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, work }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className="number">{count(work.before)}</td>
              <td className="number">{count(work.after)}</td>
              <td className="number">{change(work)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

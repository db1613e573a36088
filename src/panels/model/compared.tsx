import { useTranslation } from "react-i18next";
import type { ScenarioAnswer, SolvedSums } from "#contract/model.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { MarksLegend } from "#panels/legend/marks-legend.tsx";
import { Section } from "#ui/section.tsx";
import { Assumptions } from "./assumptions.tsx";
import "./compared.css";
import { Customers } from "./customers.tsx";
import { LostPacks } from "./line-packs.tsx";
import { SolveFlag } from "./solve-line.tsx";

type Measure = readonly [label: string, of: (sums: SolvedSums) => number | null, digits: number];

const say = (value: number | null, digits: number, sign = false) =>
  value === null ? "—" : `${sign && value > 0 ? "+" : ""}${formatNumber(value, languageNow(), digits)}`;

/** Today and the scenario side by side: as bars of one scale for each measure, and as figures. */
export function Compared({ found }: { readonly found: ScenarioAnswer }) {
  const { t } = useTranslation();
  const { today, altered, customers, assumptions } = found.result;
  const measures: readonly Measure[] = [
    [t("model.solved.unsupplied"), (s) => s.unsupplied, 0],
    [t("model.solved.below"), (s) => s.belowService, 0],
    [t("model.solved.fallen"), (s) => s.fallen, 0],
    [`${t("model.solved.lowest")} kPa`, (s) => s.lowestKPa, 2],
  ];
  return (
    <>
      <Section title={t("model.scenario.compare")}>
        <SolveFlag solve={found.solve} />
        {found.unknown.length > 0 && (
          <p className="model-note">{t("model.scenario.unknown", { n: found.unknown.length })}</p>
        )}
        <p className="compared-key" aria-hidden="true">
          <span className="compared-bar today" /> {t("model.scenario.today")}
          <span className="compared-bar altered" /> {t("model.scenario.altered")}
        </p>
        <table className="model-compare">
          <thead>
            <tr>
              <th scope="col">{t("model.scenario.item")}</th>
              <th scope="col">{t("model.scenario.today")}</th>
              <th scope="col">{t("model.scenario.altered")}</th>
              <th scope="col">{t("model.scenario.difference")}</th>
            </tr>
          </thead>
          <tbody>
            {measures.map(([label, of, digits]) => (
              <Row key={label} label={label} today={of(today)} altered={of(altered)} digits={digits} />
            ))}
          </tbody>
        </table>
        <p className="model-note quiet">
          {t("model.solved.quality", {
            districts: altered.districts,
            iterations: altered.iterations,
            residual: altered.residual.toExponential(1),
          })}
        </p>
      </Section>
      <Section title={t("model.plan.customers")}>
        <Customers sums={customers} title={t("model.plan.customers")} />
      </Section>
      <LostPacks packs={found.packs} />
      <MarksLegend shown={["added", "lost", "fallen"]} />
      <Assumptions list={assumptions} version={found.version} ms={found.ms} solve={found.solve} />
    </>
  );
}

interface RowProps {
  readonly label: string;
  readonly today: number | null;
  readonly altered: number | null;
  readonly digits: number;
}

function Row({ label, today, altered, digits }: RowProps) {
  const most = Math.max(today ?? 0, altered ?? 0);
  const width = (value: number | null) => `${most > 0 ? (100 * (value ?? 0)) / most : 0}%`;
  return (
    <tr>
      <th scope="row">
        {label}
        <span className="compared-bars" aria-hidden="true">
          <span className="compared-bar today" style={{ width: width(today) }} />
          <span className="compared-bar altered" style={{ width: width(altered) }} />
        </span>
      </th>
      <td>{say(today, digits)}</td>
      <td>{say(altered, digits)}</td>
      <td>{say(today === null || altered === null ? null : altered - today, digits, true)}</td>
    </tr>
  );
}

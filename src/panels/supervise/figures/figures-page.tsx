import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { figuresQuery } from "#api/oversight.ts";
import type { getFieldKpis, Kpi, KpiId } from "#contract/field/kpis.ts";
import { VISIT_OUTCOMES } from "#contract/field/words.ts";
import type { Reply } from "#contract/route.ts";
import { localText } from "#lib/day.ts";
import { type DaySpan, spanOf } from "#lib/day-span.ts";
import { formatClock, formatNumber, formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useView } from "#state/stores.tsx";
import { BarTable } from "#ui/bar-table.tsx";
import { Section } from "#ui/section.tsx";
import { DaysForm } from "./days-form.tsx";
import { FigureRecords } from "./figure-records.tsx";
import "#ui/button.css";
import "./figures.css";

type Figures = Reply<typeof getFieldKpis>;

/** The figures that supervisors answer for: each with its formula, both its numbers, and the records behind them. */
export function FiguresPage() {
  const { t } = useTranslation();
  const where = useView((view) => ({ area: view.area, enterprise: view.enterprise }));
  const [span, setSpan] = useState<DaySpan>(() => spanOf("month", localText(Date.now()).slice(0, 10)));
  const isBackwards = span.from > span.to;
  const figures = useQuery({ ...figuresQuery({ ...where, ...span }), enabled: !isBackwards });
  return (
    <>
      <DaysForm span={span} onChange={setSpan} />
      {isBackwards ? (
        <p className="notice failed" role="alert">
          {t("oversight.kpi.backwards")}
        </p>
      ) : (
        <Answer query={figures} lines={9}>
          {(found) => <Found found={found} span={span} />}
        </Answer>
      )}
    </>
  );
}

interface FoundProps {
  readonly found: Figures;
  readonly span: DaySpan;
}

function Found({ found, span }: FoundProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<KpiId | null>(null);
  return (
    <>
      <Section
        title={t("oversight.kpi.title")}
        unit={t("oversight.kpi.asOf", { time: formatClock(found.asOf, languageNow()) })}
      >
        <ul className="figure-list">
          {found.kpis.map((kpi) => (
            <Figure
              key={kpi.id}
              kpi={kpi}
              found={found}
              span={span}
              isOpen={open === kpi.id}
              onToggle={() => setOpen(open === kpi.id ? null : kpi.id)}
            />
          ))}
        </ul>
        <p className="quiet">{t("oversight.kpi.origin")}</p>
      </Section>
      <Outcomes outcomes={found.outcomes} />
    </>
  );
}

interface FigureProps extends FoundProps {
  readonly kpi: Kpi;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Figure({ kpi, found, span, isOpen, onToggle }: FigureProps) {
  const { t } = useTranslation();
  const name = useId();
  const language = languageNow();
  const { id, part, whole } = kpi;
  const numbers = { part: formatNumber(part, language), whole: formatNumber(whole, language) };
  return (
    <li className="kpi-figure" aria-labelledby={name}>
      <h4 id={name}>{t(`oversight.kpi.name.${id}`)}</h4>
      <strong>{whole === 0 ? "–" : formatPercent(part / whole, language)}</strong>
      <span className="figure-numbers">
        {whole === 0 ? t("oversight.kpi.none") : t("oversight.kpi.shareOf", numbers)}
      </span>
      <p className="quiet">{t(`oversight.kpi.formula.${id}`)}</p>
      <button
        type="button"
        className="button outlined chip"
        aria-expanded={isOpen}
        aria-describedby={name}
        onClick={onToggle}
      >
        {isOpen ? t("oversight.kpi.shut") : t("oversight.kpi.open")}
      </button>
      {isOpen && <FigureRecords id={id} found={found} span={span} />}
    </li>
  );
}

function Outcomes({ outcomes }: { readonly outcomes: Figures["outcomes"] }) {
  const { t } = useTranslation();
  const rows = VISIT_OUTCOMES.flatMap((outcome) => {
    const value = outcomes[outcome] ?? 0;
    const label = t(`field.outcome.${outcome}`);
    return value === 0 ? [] : [{ key: outcome, label, value, text: formatNumber(value, languageNow()) }];
  });
  if (rows.length === 0) return null;
  const title = t("oversight.kpi.outcomes");
  return (
    <Section title={title}>
      <BarTable caption={title} labelHead={title} valueHead={t("supervise.coverage.visited")} rows={rows} />
    </Section>
  );
}

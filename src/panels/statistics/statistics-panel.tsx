import { useTranslation } from "react-i18next";
import { Answer } from "#panels/answer.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { usePlace } from "#panels/shell/place.ts";
import { statisticsOf } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { AnswerChart } from "./answer-chart.tsx";
import { Definition, Figure } from "./figure.tsx";
import { KeptSections } from "./kept.tsx";
import { FillLegend } from "./fill-legend.tsx";
import { FilterRow, QuestionTools } from "./question-tools.tsx";
import { Records } from "./records.tsx";
import { Revisions } from "./revisions.tsx";
import { TableSection } from "./table-section.tsx";
import { TakeAway } from "./take-away.tsx";
import "#panels/overview/overview.css";
import "./statistics.css";
import { useBeside } from "./use-beside.ts";
import { useAnswer, useAsk } from "./use-statistics.ts";
import { measureName, measureUnit } from "./words.ts";

/** One question and its answer: figure, chart, table, the records behind them and why they moved; the map fills by the same question. */
export function StatisticsPanel() {
  const { t } = useTranslation();
  const ask = useAsk();
  const answer = useAnswer();
  const beside = useBeside(ask);
  const { measure, known } = useView((view) => {
    const s = statisticsOf(view);
    return { measure: s.measure, known: s.known };
  });
  const { crumbs } = usePlace();
  return (
    <PanelFrame title={t("statistics.title")} subtitle={crumbs.at(-1)?.name}>
      <QuestionTools />
      <FilterRow />
      <Answer query={answer} lines={10}>
        {(data) => (
          <div className={answer.isPlaceholderData ? "waiting" : ""} aria-busy={answer.isPlaceholderData}>
            <Figure answer={data} isKnownNow={known === null} />
            {data.cells.length === 0 ? (
              <Empty>{t("statistics.noFacts")}</Empty>
            ) : (
              <>
                <Section title={measureName(measure)} unit={measureUnit(measure)}>
                  {ask && <AnswerChart ask={ask} answer={data} beside={beside} />}
                </Section>
                <FillLegend />
                <TableSection answer={data} beside={beside} />
                {ask && <TakeAway ask={ask} answer={data} />}
              </>
            )}
            {ask && <Records ask={ask} answer={data} beside={beside} />}
            {ask && <Revisions ask={ask} answer={data} />}
            <Definition answer={data} />
            {ask && <KeptSections ask={ask} answer={data} />}
          </div>
        )}
      </Answer>
    </PanelFrame>
  );
}

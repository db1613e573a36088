import { useTranslation } from "react-i18next";
import { Answer } from "#panels/answer.tsx";
import { statisticsOf } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";
import { Empty } from "#ui/notice.tsx";
import { WallChart } from "./answer-chart.tsx";
import { Definition, Figure } from "./figure.tsx";
import { FillClasses } from "./fill-legend.tsx";
import { useBeside } from "./use-beside.ts";
import { useAnswer, useAsk } from "./use-statistics.ts";
import { filterText, measureName, measureUnit } from "./words.ts";
import "./statistics.css";

/** The page's question for a room: the figure and where it comes from on one side, its chart on the other, the map between them by the same question. */
export function StatisticsWall() {
  const { t } = useTranslation();
  const ask = useAsk();
  const answer = useAnswer();
  const beside = useBeside(ask);
  const { measure, known } = useView((view) => {
    const s = statisticsOf(view);
    return { measure: s.measure, known: s.known };
  });
  return (
    <Answer query={answer}>
      {(data) => (
        <>
          <section className="wall-side left statistics-wall" aria-label={measureName(measure)}>
            <div className="wall-card">
              <h2>{measureName(measure)}</h2>
              <Figure answer={data} isKnownNow={known === null} />
              {data.where !== "" && <p className="quiet">{filterText(t, data.where)}</p>}
            </div>
            <div className="wall-card">
              <Definition answer={data} />
            </div>
            <div className="wall-card">
              <FillClasses />
            </div>
          </section>
          <aside className="wall-side right statistics-wall" aria-label={t("statistics.chart")}>
            <div className="wall-card">
              <h2>
                {t(`statistics.dimension.${data.rows}`)} · {measureUnit(measure)}
              </h2>
              {data.cells.length === 0 || ask === null ? (
                <Empty>{t("statistics.noFacts")}</Empty>
              ) : (
                <WallChart ask={ask} answer={data} beside={beside} />
              )}
            </div>
          </aside>
        </>
      )}
    </Answer>
  );
}

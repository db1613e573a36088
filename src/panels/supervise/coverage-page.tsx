import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { coverageQuery } from "#api/supervise.ts";
import type { CoverageLevel, CoveragePlace, Doors, getCoverage } from "#contract/field/coverage.ts";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { Reply } from "#contract/route.ts";
import { formatNumber, formatPercent } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useStores, useView } from "#state/stores.tsx";
import { colorPipesBy, drillTo } from "#state/view.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import "#ui/button.css";
import "#ui/data-table.css";

type Coverage = Reply<typeof getCoverage>;
type Metres = Coverage["total"];

/** Metres of pipe that were really walked within their rule's window, and doors. */
export function CoveragePage() {
  const where = useView((view) => ({ area: view.area, enterprise: view.enterprise }));
  const coverage = useQuery(coverageQuery(where));
  return <Answer query={coverage}>{(data) => <Figures coverage={data} />}</Answer>;
}

function Figures({ coverage }: { readonly coverage: Coverage }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const colorBy = useView((v) => v.colorBy);
  const { total, levels, areas, enterprises, doors, waiting } = coverage;
  if (levels.length === 0) return <Empty>{t("supervise.coverage.none")}</Empty>;
  return (
    <>
      <div className="supervise-figure">
        <strong>{shareOf(total)}</strong>
        <span>{t("supervise.coverage.share")}</span>
        <p className="quiet">
          {formatKm(total.walkedM, languageNow())} / {formatKm(total.lengthM, languageNow())} km
          {total.doubtedM > 0 &&
            ` · ${t("supervise.coverage.doubted", { km: formatKm(total.doubtedM, languageNow()) })}`}
          {waiting > 0 && ` · ${t("supervise.coverage.waiting", { n: formatNumber(waiting, languageNow()) })}`}
        </p>
        <p className="quiet">{t("supervise.coverage.formula")}</p>
        {colorBy === "patrol" ? (
          <p role="status">{t("supervise.coverage.shown")}</p>
        ) : (
          <button type="button" className="button outlined" onClick={() => colorPipesBy(view, "patrol")}>
            {t("supervise.coverage.showOnMap")}
          </button>
        )}
      </div>
      <DoorFigures doors={doors} />
      <Section title={t("supervise.coverage.byLevel")} unit="km">
        <Levels levels={levels} />
      </Section>
      <Section title={t("supervise.coverage.byArea")} unit="km">
        <Places places={areas} onOpen={(id) => drillTo(view, id)} />
      </Section>
      <Section title={t("supervise.coverage.byEnterprise")} unit="km">
        <Places places={enterprises} onOpen={(id) => view.setState({ enterprise: id })} />
      </Section>
    </>
  );
}

const shareOf = ({ lengthM, walkedM }: Metres): string =>
  lengthM === 0 ? "–" : formatPercent(walkedM / lengthM, languageNow());

/** Walked, overdue and share of one row. */
function MetresCells({ of }: { readonly of: Metres }) {
  const language = languageNow();
  return (
    <>
      <td className="number">{formatKm(of.walkedM, language)}</td>
      <td className="number">{formatKm(of.lengthM - of.walkedM, language)}</td>
      <td className="number strong">{shareOf(of)}</td>
    </>
  );
}

function MetresHeads() {
  const { t } = useTranslation();
  return (
    <>
      {(["walked", "overdue", "share"] as const).map((name) => (
        <th key={name} scope="col" className="number">
          {t(`supervise.coverage.${name}`)}
        </th>
      ))}
    </>
  );
}

function Levels({ levels }: { readonly levels: readonly CoverageLevel[] }) {
  const { t } = useTranslation();
  return (
    <div className="table-scroll">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t("supervise.coverage.level")}</th>
            <th scope="col">{t("supervise.coverage.rule")}</th>
            <MetresHeads />
          </tr>
        </thead>
        <tbody>
          {levels.map((of) => {
            const level = PRESSURE_LEVELS.find((one) => one === of.level);
            return (
              <tr key={of.level}>
                <th scope="row">{level ? t(`gas.pressureLevel.${level}`) : of.level}</th>
                <td title={of.ruleName ?? undefined}>
                  {of.everyDays === null
                    ? t("supervise.coverage.noRule")
                    : t("supervise.coverage.everyDays", { n: of.everyDays })}
                </td>
                <MetresCells of={of} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface PlacesProps {
  readonly places: readonly CoveragePlace[];
  readonly onOpen: (id: string) => void;
}

/** What is overdue most stands first. */
function Places({ places, onOpen }: PlacesProps) {
  const { t } = useTranslation();
  return (
    <div className="table-scroll supervise-places">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t("supervise.coverage.place")}</th>
            <MetresHeads />
          </tr>
        </thead>
        <tbody>
          {places.map((of) => (
            <tr key={of.id}>
              <th scope="row">
                <button
                  type="button"
                  className="head-button"
                  aria-label={t("supervise.coverage.open", { name: of.name })}
                  onClick={() => onOpen(of.id)}
                >
                  {of.name}
                </button>
              </th>
              <MetresCells of={of} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DoorFigures({ doors }: { readonly doors: Doors }) {
  const { t } = useTranslation();
  return (
    <Section title={t("supervise.coverage.doors")}>
      <dl className="supervise-facts">
        {(["visited", "entered", "refused", "nobodyHome", "other"] as const).map((name) => (
          <div key={name}>
            <dt>{t(`supervise.coverage.${name}`)}</dt>
            <dd>{formatNumber(doors[name], languageNow())}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

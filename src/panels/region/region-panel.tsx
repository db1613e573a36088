import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MATERIALS, PRESSURE_LEVELS } from "#contract/gas.ts";
import { NO_FILTER } from "#contract/pipe-classes.ts";
import type { Bbox, LngLat } from "#contract/route.ts";
import { localText } from "#lib/day.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { sameFilter } from "#lib/pipe-filter.ts";
import type { Sum } from "#lib/pipe-rows.ts";
import { FilterChips } from "#panels/legend/filter-chips.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { NotTaken } from "#panels/not-taken.tsx";
import { asTable, shownByLink, useTake } from "#panels/use-take.ts";
import { useTheme } from "#panels/use-theme.ts";
import { clearRegion } from "#state/chosen-pipes.ts";
import { useStores } from "#state/stores.tsx";
import { openPanel } from "#state/view.ts";
import { classColors } from "#theme/classes.ts";
import { BarTable } from "#ui/bar-table.tsx";
import { Icon } from "#ui/icon.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import "./region.css";
import { type RegionRow, regionCsv, regionText } from "./region-text.ts";
import { RegionTools } from "./region-tools.tsx";
import { useRegion } from "./use-region.ts";

type ClassSums = readonly (Sum & { readonly class: number })[];

/** What a region drawn on the map holds: how many pipes, how long, by level and by material. */
export function RegionPanel() {
  const { t } = useTranslation();
  const { polygon, query, filter, isTooComplex } = useRegion();
  return (
    <PanelFrame title={t("legend.region.title")} hasBack>
      {polygon === null ? (
        <>
          <Empty>{t("legend.region.empty")}</Empty>
          <div className="region-start">
            <RegionTools />
          </div>
        </>
      ) : (
        <>
          <RegionActions polygon={polygon} />
          {isTooComplex || (query.error as { code?: unknown } | null)?.code === "bad_request" ? (
            <div className="notice failed" role="alert">
              <p>{t("legend.region.tooComplex")}</p>
            </div>
          ) : query.isError ? (
            <Failed error={query.error} onRetry={() => void query.refetch()} />
          ) : query.data === undefined ? (
            <Skeleton lines={9} />
          ) : (
            <RegionNumbers {...query.data} isFiltered={!sameFilter(filter, NO_FILTER)} />
          )}
        </>
      )}
    </PanelFrame>
  );
}

const boxOf = (polygon: readonly LngLat[]): Bbox => {
  const lngs = polygon.map(([lng]) => lng);
  const lats = polygon.map(([, lat]) => lat);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
};

function RegionActions({ polygon }: { readonly polygon: readonly LngLat[] }) {
  const { t } = useTranslation();
  const { view, chosenPipes, camera } = useStores();
  const clear = () => {
    clearRegion(chosenPipes);
    openPanel(view, "overview");
  };
  return (
    <div className="region-actions">
      <button
        type="button"
        className="button outlined"
        onClick={() => camera.say({ kind: "fit", bbox: boxOf(polygon) })}
      >
        <Icon name="pin" size={16} />
        {t("legend.region.zoomTo")}
      </button>
      <button type="button" className="button outlined" onClick={clear}>
        <Icon name="close" size={16} />
        {t("legend.region.clear")}
      </button>
    </div>
  );
}

interface NumbersProps extends Sum {
  readonly byLevel: ClassSums;
  readonly byMaterial: ClassSums;
  readonly isFiltered: boolean;
}

function RegionNumbers({ count, lengthM, byLevel, byMaterial, isFiltered }: NumbersProps) {
  const { t } = useTranslation();
  const theme = useTheme();
  const language = languageNow();
  const levelName = (k: number) => t(`gas.pressureLevel.${PRESSURE_LEVELS[k] ?? "unknown"}`);
  const materialName = (k: number) => t(`gas.material.${MATERIALS[k] ?? "other"}`);
  if (count === 0)
    return (
      <>
        {isFiltered && <Filtered />}
        <Empty>{isFiltered ? t("legend.region.noneFiltered") : t("legend.region.none")}</Empty>
      </>
    );
  const rows: RegionRow[] = [
    { group: t("legend.region.total"), name: t("legend.region.pipes"), count, lengthM },
    ...byLevel.map((sum) => ({ ...sum, group: t("legend.by.level"), name: levelName(sum.class) })),
    ...byMaterial.map((sum) => ({ ...sum, group: t("legend.by.material"), name: materialName(sum.class) })),
  ];
  return (
    <>
      {isFiltered && <Filtered />}
      <dl className="region-figures">
        <div>
          <dt>{t("legend.region.pipes")}</dt>
          <dd>
            {formatNumber(count, language)}
            <small>{t("legend.countUnit")}</small>
          </dd>
        </div>
        <div>
          <dt>{t("legend.length")}</dt>
          <dd>
            {formatKm(lengthM, language)}
            <small>km</small>
          </dd>
        </div>
      </dl>
      <Sums title={t("legend.region.byLevel")} sums={byLevel} nameOf={levelName} colors={classColors(theme, "level")} />
      <Sums
        title={t("legend.region.byMaterial")}
        sums={byMaterial}
        nameOf={materialName}
        colors={classColors(theme, "material")}
      />
      <p className="region-note">{t("legend.region.wholeNetwork")}</p>
      <TakeAway rows={rows} />
    </>
  );
}

function Filtered() {
  const { t } = useTranslation();
  return (
    <div className="region-filtered">
      <p className="quiet">{t("legend.region.filtered")}</p>
      <FilterChips hasUndo />
    </div>
  );
}

interface SumsProps {
  readonly title: string;
  readonly sums: ClassSums;
  readonly nameOf: (k: number) => string;
  readonly colors: readonly string[];
}

function Sums({ title, sums, nameOf, colors }: SumsProps) {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <Section title={title} unit="km">
      <BarTable
        caption={title}
        labelHead={t("legend.class")}
        valueHead={t("legend.length")}
        rows={sums.map(({ class: k, count, lengthM }) => ({
          key: String(k),
          label: nameOf(k),
          value: lengthM,
          text: formatKm(lengthM, language),
          note: <small className="region-count">{`${formatNumber(count, language)} ${t("legend.countUnit")}`}</small>,
          color: colors[k],
        }))}
      />
    </Section>
  );
}

/** The numbers for a letter or a spreadsheet. */
function TakeAway({ rows }: { readonly rows: readonly RegionRow[] }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<"copied" | "copyFailed" | null>(null);
  const heads = [t("legend.region.group"), t("legend.class"), t("legend.count"), "km"];
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(regionText(heads, rows));
      setSaid("copied");
    } catch {
      setSaid("copyFailed");
    }
  };
  const take = useTake();
  const download = () =>
    take.mutate({
      kind: "region",
      format: "csv",
      query: shownByLink(),
      make: asTable(`${t("legend.region.title")}-${localText(Date.now()).slice(0, 10)}`, () => regionCsv(heads, rows)),
    });
  return (
    <div className="region-actions">
      <button type="button" className="button outlined" onClick={() => void copy()}>
        <Icon name="copy" size={16} />
        {t("legend.region.copy")}
      </button>
      <button type="button" className="button outlined" disabled={take.isPending} onClick={download}>
        <Icon name="download" size={16} />
        {t("legend.region.csv")}
      </button>
      <span className="quiet" role="status">
        {said && t(`legend.region.${said}`)}
      </span>
      {take.isError && <NotTaken error={take.error} />}
    </div>
  );
}

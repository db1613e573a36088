import { useTranslation } from "react-i18next";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { areaM2, lineM } from "#lib/measure.ts";
import { useModel } from "#state/stores.tsx";
import { Empty } from "#ui/notice.tsx";
import { Assumptions } from "./assumptions.tsx";
import { Figures } from "./figures.tsx";

const RESTS_ON = ["measured_on_sphere", "measured_by_hand", "measured_straight"] as const;
const FAR_M = 10_000;
const LARGE_M2 = 1_000_000;

/** Distance along the points clicked and the area they enclose. */
export function MeasureView() {
  const { t } = useTranslation();
  const corners = useModel((m) => m.corners);
  if (corners.length === 0) return <Empty>{t("model.start.measure")}</Empty>;
  const [length, area] = [lineM(corners), areaM2(corners)];
  const number = (value: number, digits: number) => formatNumber(value, languageNow(), digits);
  return (
    <>
      <Figures
        figures={[
          length < FAR_M
            ? { label: t("model.measure.length"), value: number(length, 1), unit: "m" }
            : { label: t("model.measure.length"), value: number(length / 1000, 2), unit: "km" },
          area < LARGE_M2
            ? { label: t("model.measure.area"), value: number(area, 0), unit: "m²" }
            : { label: t("model.measure.area"), value: number(area / LARGE_M2, 3), unit: "km²" },
          { label: t("model.measure.points"), value: number(corners.length, 0) },
        ]}
      />
      <Assumptions list={RESTS_ON} />
    </>
  );
}

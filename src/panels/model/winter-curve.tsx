import { useTranslation } from "react-i18next";
import type { WinterAnswer } from "#contract/model-incident.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Section } from "#ui/section.tsx";
import "./curve.css";

const [WIDTH, HEIGHT, PAD] = [320, 130, 8];
const FLOOR = 18;

/** Demand of a day against its temperature, with the days of the forecast on it and what the pipeline brings. */
export function DemandCurve({ found: { curve, days, wish } }: { readonly found: WinterAnswer }) {
  const { t } = useTranslation();
  const most = Math.max(...curve.map(({ m3 }) => m3), wish.pipelineM3D ?? 0);
  const [warm, cold] = [curve[0]?.celsius ?? 0, curve.at(-1)?.celsius ?? 0];
  const x = (celsius: number) => PAD + ((warm - celsius) / (warm - cold || 1)) * (WIDTH - 2 * PAD);
  const y = (m3: number) => HEIGHT - FLOOR - (m3 / (most || 1)) * (HEIGHT - FLOOR - 2 * PAD);
  const say = (m3: number) => formatNumber(m3 / 1e4, languageNow(), 1);
  const d = curve.map(({ celsius, m3 }, i) => `${i === 0 ? "M" : "L"}${x(celsius).toFixed(1)} ${y(m3).toFixed(1)}`);
  const label = t("winter.curve", { least: say(curve[0]?.m3 ?? 0), most: say(curve.at(-1)?.m3 ?? 0) });
  return (
    <Section title={t("winter.curveTitle")} unit={t("winter.tenThousand")}>
      <svg className="model-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <path d={d.join("")} />
        {wish.pipelineM3D !== null && (
          <path className="limit" d={`M${PAD} ${y(wish.pipelineM3D).toFixed(1)}H${WIDTH - PAD}`} />
        )}
        {days.map(({ celsius, demandM3 }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: days have no other name than their place in the forecast
          <circle key={i} cx={x(celsius)} cy={y(demandM3)} r={3} />
        ))}
        <text x={PAD} y={HEIGHT - 4}>{`${warm} ℃`}</text>
        <text x={WIDTH - PAD} y={HEIGHT - 4} textAnchor="end">{`${cold} ℃`}</text>
        <text x={WIDTH - PAD} y={12} textAnchor="end">
          {say(curve.at(-1)?.m3 ?? 0)}
        </text>
      </svg>
    </Section>
  );
}

import type { EChartsCoreOption } from "echarts/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveFile } from "#ui/save-file.ts";

const WIDTH = 960;
/** Twice as sharp as it is large: it goes into documents. */
const SHARP = 2;

async function pngOf(svg: string, width: number, height: number, ground: string): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await image.decode();
    const canvas = new OffscreenCanvas(width * SHARP, height * SHARP);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("the browser gives no canvas to draw on");
    context.fillStyle = ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/png" });
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

export interface ChartFileProps {
  readonly option: EChartsCoreOption;
  /** CSS pixels. */
  readonly height: number;
  /** What the file is called, without its ending. */
  readonly name: string;
  readonly ground: string;
}

/** The chart as a picture for a document: SVG to be drawn at any size, or PNG. */
export function ChartFile({ option, height, name, ground }: ChartFileProps) {
  const { t } = useTranslation();
  const [isFailed, setFailed] = useState(false);
  const save = async (kind: "svg" | "png") => {
    setFailed(false);
    try {
      const { svgOf } = await import("#ui/chart/svg.ts");
      const svg = svgOf({ ...option, backgroundColor: ground }, WIDTH, height);
      const file =
        kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await pngOf(svg, WIDTH, height, ground);
      saveFile(file, `${name}.${kind}`);
    } catch {
      setFailed(true);
    }
  };
  return (
    <p className="statistics-kinds">
      {(["png", "svg"] as const).map((kind) => (
        <button key={kind} type="button" className="button" onClick={() => void save(kind)}>
          {t("statistics.chartFile", { kind: kind.toUpperCase() })}
        </button>
      ))}
      {isFailed && <span role="alert">{t("statistics.chartFileFailed")}</span>}
    </p>
  );
}

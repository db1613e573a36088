import { METHANE } from "#model/consequence/gas.ts";
import { holeFlow } from "#model/consequence/release.ts";
import { type AnomalyCase, caseSeries } from "./case-series.ts";
import { detect } from "./detect.ts";
import type { AnomalyEvent } from "./events.ts";
import { pipeDistances } from "./pipe-distance.ts";
import { metricsOf, scoreOf } from "./score.ts";

const CD = 0.85;

/** Diameter of the round hole that loses so much at a pressure, mm. */
const holeMm = (m3H: number, pa: number): number =>
  1000 * Math.sqrt(m3H / holeFlow({ diameterM: 1, cd: CD }, pa, METHANE).normalM3H);

/**
 * Answers a reference series: alarms in the shape of the case's labels, with places, confidence and evidence, and the score
 * against the labels where there are any. Labels are read after detection, never by it.
 */
export function answerAnomaly(given: unknown): object {
  const asked = given as AnomalyCase;
  const { district, series } = caseSeries(asked);
  const { nodeIds, sensors, network } = district;
  const { events, fit } = detect(district, series);
  const sourcePa = network.sources.pa.reduce((sum, pa) => sum + pa, 0) / network.sources.pa.length;
  const shape = (event: AnomalyEvent): object => {
    const times = { start: event.start, end: event.end, onset: event.onset, evidence: event.evidence };
    switch (event.kind) {
      case "leak":
        return {
          class: "leak",
          node: nodeIds[event.places[0]?.node ?? -1] ?? null,
          ...times,
          hole_mm: holeMm(event.m3H, sourcePa),
          typical_outflow_m3n_h: event.m3H,
          confidence: event.confidence,
          places: event.places.map(({ node, probability, m3H }) => ({
            node: nodeIds[node],
            probability,
            outflow_m3n_h: m3H,
          })),
        };
      case "sensor-fault":
        return {
          class: "sensor-fault",
          type: event.fault,
          sensor: sensors[event.sensor]?.id,
          ...times,
          size: event.size,
          confidence: event.confidence,
        };
      case "operation":
        return {
          class: "normal-operation",
          type: "station set point change",
          node: nodeIds[network.sources.node[event.source] ?? -1],
          ...times,
          p_kpa_abs: event.kPa,
        };
    }
  };
  const score =
    asked.labels &&
    scoreOf(events, asked.labels, asked.rows.length, {
      nodeIds,
      sensorIds: sensors.map(({ id }) => id),
      distance: pipeDistances(network),
    });
  return {
    id: asked.id,
    converged: fit.unsolved === 0,
    iterations: series.minutes.length,
    // Root mean square of what was read less what was expected, in standard deviations: 1 is noise alone.
    residual: fit.rms,
    alarms: events.filter(({ kind }) => kind !== "operation").map(shape),
    operations: events.filter(({ kind }) => kind === "operation").map(shape),
    ...(score ? { score: { ...metricsOf(score), counts: score } } : {}),
  };
}

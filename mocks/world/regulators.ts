import type { GasKind, PressureLevel, StationKind } from "#contract/gas.ts";
import type { Network } from "./network.ts";
import type { Xy } from "./plane.ts";

/** A regulator that feeds low pressure, and the room its courtyard has. */
export interface Feed {
  readonly regulator: string;
  readonly place: (x: number, y: number) => Xy;
  readonly along: number;
  readonly across: number;
  readonly owner: string;
  readonly gas: GasKind;
  readonly address: string;
}

export interface RegulatorAsk {
  readonly kind: Extract<StationKind, "regulator_station" | "regulator_cabinet" | "regulator_box">;
  readonly name: string;
  readonly at: Xy;
  readonly owner: string;
  readonly gas: GasKind;
  readonly inlet: PressureLevel;
  readonly outlet: PressureLevel;
  readonly setPointKPa: number;
  readonly year: number;
  readonly address?: string;
}

export const regulatorName = (address: string, isCabinet: boolean, n: number): string =>
  `${address}${isCabinet ? "调压柜" : "调压箱"}${n}`;

/** A station with its regulator: one node at which the inlet's level meets the outlet's. Returns the node. */
export function layRegulator(net: Network, ask: RegulatorAsk): string {
  const station = net.addStation({
    kind: ask.kind,
    name: ask.name,
    at: ask.at,
    owner: ask.owner,
    gas: ask.gas,
    level: ask.inlet,
    outlet: ask.outlet,
    year: ask.year,
    ...(ask.address === undefined ? {} : { address: ask.address }),
  });
  return net.addNode({
    at: ask.at,
    level: ask.inlet,
    owner: ask.owner,
    kind: "regulator",
    station: station.id,
    name: `${ask.name}调压器`,
    setPointKPa: ask.setPointKPa,
  });
}

import { expect, test } from "vitest";
import { PIPE_CLASSING } from "#contract/pipe-classes.ts";
import { formatKm, pressureSpan } from "./format-pipes.ts";
import { rangeOf } from "./pipe-rows.ts";

test("short networks are told to ten metres, long ones in whole kilometres", () => {
  expect([0, 4, 9994, 10_000, 56_789, 999_940, 12_345_678].map((m) => formatKm(m, "zh-CN"))).toEqual([
    "0.00",
    "0.00",
    "9.99",
    "10.0",
    "56.8",
    "999.9",
    "12,346",
  ]);
});

test("pressures are said in the unit of the field, without crumbs of binary fractions", () => {
  const classing = PIPE_CLASSING.pressure;
  const breaks = classing.kind === "range" ? classing.breaks : [];
  const said = breaks.map((_, k) => {
    const { from = null, to = null } = rangeOf("pressure", k) ?? {};
    const span = pressureSpan(from, to);
    return `${span.from}–${span.to} ${span.unit}`;
  });
  expect(said).toEqual([
    "–2 kPa",
    "2–3 kPa",
    "3–5 kPa",
    "5–10 kPa",
    "0.01–0.1 MPa",
    "0.1–0.2 MPa",
    "0.2–0.4 MPa",
    "0.4–0.8 MPa",
    "0.8–1.6 MPa",
    "1.6–2.5 MPa",
    "2.5–4 MPa",
  ]);
  expect(pressureSpan(4000, null)).toEqual({ unit: "MPa", from: "4", to: "" });
});

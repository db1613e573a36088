import { expect, test } from "vitest";
import { LiveConnection, type Socket } from "./live-connection.ts";
import type { AlarmsMessage, CamerasMessage } from "./live-messages.ts";

function line() {
  const sockets: { socket: Socket; said: string[] }[] = [];
  const told: AlarmsMessage[] = [];
  const cameras: CamerasMessage[] = [];
  const clock = { now: 1_800_000_000_000 };
  let closed = 0;
  const connection = new LiveConnection({
    open: () => {
      const said: string[] = [];
      const socket: Socket = {
        binaryType: "",
        onopen: null,
        onmessage: null,
        onclose: null,
        send: (text) => void said.push(text),
        close: () => {
          closed += 1;
        },
      };
      sockets.push({ socket, said });
      return socket;
    },
    now: () => clock.now,
    random: () => 0,
    onNews: () => {},
    onAlarms: (message) => void told.push(message),
    onCameras: (message) => void cameras.push(message),
  });
  const last = () => sockets.at(-1) as (typeof sockets)[number];
  const hear = (message: object) => last().socket.onmessage?.({ data: JSON.stringify(message) });
  const cut = () => {
    last().socket.onclose?.({ code: 1006 });
    clock.now += 20_000;
    connection.check();
  };
  return {
    connection,
    sockets,
    told,
    cameras,
    last,
    hear,
    cut,
    open: () => last().socket.onopen?.(),
    closed: () => closed,
  };
}

const ask = (after: number) => JSON.stringify({ type: "alarms", after });

test("after each new line alarms are asked for from the last number that was told: none is missed, none is told twice", () => {
  const { connection, told, last, hear, cut, open } = line();
  connection.followAlarms(7);
  open();
  expect(last().said).toEqual([ask(7)]);
  hear({ type: "alarms", seq: 9, events: [], alarms: [], flood: null });
  hear({ type: "alarms", seq: 12, events: [], alarms: [], flood: null });
  cut();
  open();
  expect(last().said).toEqual([ask(12)]);
  expect(told.map(({ seq }) => seq)).toEqual([9, 12]);
});

test("after a reset nothing is asked for until the page has read the list anew", () => {
  const { connection, told, last, hear, cut, open } = line();
  connection.followAlarms(7);
  open();
  hear({ type: "alarms_reset", seq: 900 });
  expect(told.at(-1)?.type).toBe("alarms_reset");
  cut();
  open();
  expect(last().said).toEqual([]);
  connection.followAlarms(901);
  expect(last().said).toEqual([ask(901)]);
});

test("who wants no alarms asks for none, and what is neither alarm nor hello ends the line", () => {
  const { last, hear, open, closed } = line();
  open();
  expect(last().said).toEqual([]);
  hear({ type: "alarms", seq: "seven" });
  expect(closed()).toBe(1);
});

test("cameras are asked for on each new line from the last version that was told", () => {
  const { connection, cameras, last, hear, cut, open } = line();
  const since = (version: string) => JSON.stringify({ type: "cameras", since: version });
  open();
  connection.followCameras("e.4");
  expect(last().said).toEqual([since("e.4")]);
  hear({ type: "cameras", version: "e.7", isWhole: false, states: [] });
  cut();
  open();
  expect(last().said).toEqual([since("e.7")]);
  expect(cameras.map(({ version }) => version)).toEqual(["e.7"]);
});

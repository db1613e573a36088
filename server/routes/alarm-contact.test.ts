import fc from "fast-check";
import { expect, test } from "vitest";
import { ROLES } from "#contract/scope.ts";
import { answersAlarms, contactFor } from "./alarm-contact.ts";

const CONTACT = { name: "张三丰", phone: "13812345678" };

test("an enterprise's own people read name and number", () => {
  expect(contactFor(CONTACT, { isOwn: true, answers: false })).toEqual(CONTACT);
});

test("who answers alarms can call, and reads the name masked", () => {
  expect(contactFor(CONTACT, { isOwn: false, answers: true })).toEqual({ name: "张*", phone: "13812345678" });
  expect(ROLES.filter(answersAlarms)).toEqual(["supervisor", "dispatcher"]);
});

test("everybody else reads both masked", () => {
  expect(contactFor(CONTACT, { isOwn: false, answers: false })).toEqual({ name: "张*", phone: "138****5678" });
  const phone = fc.stringMatching(/^[0-9-]{5,20}$/);
  fc.assert(
    fc.property(phone, (number) => {
      const told = contactFor({ name: "李", phone: number }, { isOwn: false, answers: false });
      expect(told.name).toBe("*");
      expect(told.phone).toHaveLength(number.length);
      expect(told.phone.replaceAll("*", "").length).toBeLessThanOrEqual(7);
      expect(told.phone).not.toBe(number);
    }),
  );
});

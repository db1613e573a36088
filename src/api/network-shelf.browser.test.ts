import { afterEach, expect, test } from "vitest";
import { clearOtherShelves, networkShelf, setNetworkShelf, shelved } from "./network-shelf.ts";

const bytes = (...list: number[]) => Uint8Array.from(list).buffer;
const numbers = (file: ArrayBuffer | null) => file && [...new Uint8Array(file)];

afterEach(async () => {
  setNetworkShelf(null);
  await Promise.all(["wang", "li"].map((account) => networkShelf(account).clear()));
});

test("a network fetched once is there when the line is gone, for the same snapshot and no other", async () => {
  setNetworkShelf(networkShelf("wang"));
  const line = async () => bytes(1, 2, 3);
  const gone = () => Promise.reject(new Error("no line"));
  expect(numbers(await shelved("130123", "v1", line))).toEqual([1, 2, 3]);
  // Another page of the same person: what it has in memory is gone.
  setNetworkShelf(networkShelf("wang"));
  expect(numbers(await shelved("130123", "v1", gone))).toEqual([1, 2, 3]);
  await expect(shelved("130123", "v2", gone)).rejects.toThrow("no line");
  await expect(shelved("130102", "v1", gone)).rejects.toThrow("no line");
});

test("of many areas those used last stay", async () => {
  let at = 0;
  const shelf = networkShelf("wang", () => at++);
  for (let i = 0; i < 8; i++) {
    await shelf.put(`13010${i}`, "v1", bytes(i));
    await shelf.get("130100", "v1");
  }
  expect(numbers(await shelf.get("130100", "v1"))).toEqual([0]);
  expect(await shelf.get("130101", "v1")).toBeNull();
  expect(numbers(await shelf.get("130107", "v1"))).toEqual([7]);
});

test("who signs in throws away what others kept", async () => {
  await networkShelf("li").put("130123", "v1", bytes(9));
  await networkShelf("wang").put("130123", "v1", bytes(1));
  await clearOtherShelves("wang");
  expect(await networkShelf("li").get("130123", "v1")).toBeNull();
  expect(numbers(await networkShelf("wang").get("130123", "v1"))).toEqual([1]);
});

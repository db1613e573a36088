import { expect, test } from "vitest";
import { maskAddress, maskName, maskPhone, maskRecord } from "./mask.ts";

test("a telephone number keeps its first three and last four digits", () => {
  expect(maskPhone("13812345678")).toBe("138****5678");
  expect(maskPhone("12345")).toBe("*****");
});

test("a name keeps its first character, also one outside the basic plane", () => {
  expect(maskName("张小明")).toBe("张*");
  expect(maskName("𠮷田")).toBe("𠮷*");
  expect(maskName("")).toBe("");
});

test("an address ends at its building, or before its house number", () => {
  expect(maskAddress("正定县阳光花园3号楼2单元401")).toBe("正定县阳光花园3号楼");
  expect(maskAddress("正定县南牛乡曲阳桥村128号")).toBe("正定县南牛乡曲阳桥村");
  expect(maskAddress("正定县")).toBe("正定县");
});

test("a record's own words stay, persons in it are masked wherever they stand", () => {
  const came = { note: "漏气", phone: "13812345678", deep: [{ guardName: "李四", contact: "王五" }] };
  expect(maskRecord(came)).toEqual({
    note: "漏气",
    phone: "138****5678",
    deep: [{ guardName: "李*", contact: "王*" }],
  });
});

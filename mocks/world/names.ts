import { intBetween, pick, type Rng } from "./rng.ts";

const SURNAMES = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"];
const VILLAGE_ENDS = ["庄", "村", "营", "屯", "铺", "寨", "堡", "家庄", "家村", "家营", "各庄", "店"];
const SIDES = ["", "", "", "东", "西", "南", "北", "大", "小", "前", "后"];
const STREETS = [
  "人民",
  "中山",
  "建设",
  "和平",
  "光明",
  "新华",
  "胜利",
  "育才",
  "迎宾",
  "振兴",
  "裕华",
  "文昌",
  "兴隆",
  "永安",
];
const BRANDS = [
  "燕赵",
  "冀中",
  "太行",
  "滹沱",
  "瑞和",
  "恒昌",
  "安泰",
  "华北新能",
  "润通",
  "中冀",
  "广源",
  "盛达",
  "蓝焰",
  "京南",
];
const GARDENS = ["小区", "家园", "花园", "社区", "新村", "公寓"];

export const villageName = (r: Rng): string => `${pick(r, SIDES)}${pick(r, SURNAMES)}${pick(r, VILLAGE_ENDS)}`;

/** A namer that gives no name twice. */
export function uniquely(name: () => string): () => string {
  const seen = new Set<string>();
  return () => {
    const wanted = name();
    for (let n = 1; ; n++) {
      const tried = n === 1 ? wanted : `${wanted}${n}`;
      if (seen.has(tried)) continue;
      seen.add(tried);
      return tried;
    }
  };
}

export const streetName = (r: Rng): string => `${pick(r, STREETS)}${pick(r, ["路", "街", "大街"])}`;
export const gardenName = (r: Rng): string => `${pick(r, STREETS)}${pick(r, GARDENS)}`;
export const brand = (r: Rng): string => pick(r, BRANDS);

/** Plainly fictitious: every given name says 示例 (sample). */
export const personName = (r: Rng): string => `${pick(r, SURNAMES)}示例${intBetween(r, 1, 9999)}`;
/** 100 is no assigned mobile prefix: nobody's telephone rings. */
export const phoneNumber = (r: Rng): string => `100${String(intBetween(r, 0, 99_999_999)).padStart(8, "0")}`;

/** 正定县 → 正定, 雄县 stays: one character is no name. */
export const shortName = (name: string): string => {
  const bare = name.replace(/(满族蒙古族|满族|回族|蒙古族)?(自治县|县|区|市)$/, "");
  return bare.length > 1 ? bare : name;
};

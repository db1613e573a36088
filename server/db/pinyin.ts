import { customPinyin, pinyin } from "pinyin-pro";

/** Place names that the dictionary reads wrongly (domain.md §8). */
customPinyin({ 乐亭: "lào tíng", 蔚县: "yù xiàn" });

/** A Chinese name as it is typed when searching: "石家庄市" gives "shijiazhuangshi" and "sjzs". Other letters stay, in lower case. */
export function pinyinOf(name: string): { readonly pinyin: string; readonly initials: string } {
  const syllables = pinyin(name, { toneType: "none", type: "array", nonZh: "consecutive", v: true });
  const words = syllables
    .map((syllable) => syllable.toLowerCase().replaceAll(/[^a-z0-9]/g, ""))
    .filter((word) => word !== "");
  return { pinyin: words.join(""), initials: words.map((word) => word.charAt(0)).join("") };
}

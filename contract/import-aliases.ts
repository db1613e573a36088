/** Words of Chinese files for the codes of contract/gas.ts: what an importer reads beside the codes themselves. */

export const LEVEL_ALIASES = {
  超高压: "UHP",
  高压A: "HP_A",
  高压B: "HP_B",
  次高压A: "SHP_A",
  次高压B: "SHP_B",
  中压A: "MP_A",
  中压B: "MP_B",
  低压: "LP",
  // Files that name no half: the lower one is the safe reading for width, the number decides when there is one.
  高压: "unknown",
  次高压: "unknown",
  中压: "unknown",
};
export const GAS_ALIASES = {
  城镇天然气: "urban_ng",
  农村天然气: "rural_ng",
  天然气: "urban_ng",
  液化石油气: "lpg",
  人工煤气: "coal_gas",
};
export const MATERIAL_ALIASES = {
  钢管: "steel",
  钢: "steel",
  PE: "PE100",
  铸铁: "iron",
  铸铁管: "iron",
  镀锌: "galvanised",
  镀锌管: "galvanised",
  其他: "other",
};
export const STATION_ALIASES = {
  门站: "city_gate",
  储配站: "storage_distribution",
  调压站: "regulator_station",
  调压柜: "regulator_cabinet",
  调压箱: "regulator_box",
  阀室: "valve_room",
  阀井: "valve_pit",
  LNG储配站: "lng_storage",
  CNG母站: "cng_mother",
  CNG子站: "cng_daughter",
  CNG减压站: "cng_relief",
  加气站: "filling_station",
  LPG灌装站: "lpg_plant",
  LPG供应站: "lpg_shop",
  气柜: "gas_holder",
  气源厂: "gas_works",
  加臭装置: "odoriser",
  阴保测试桩: "cp_test_post",
  凝水缸: "drip",
};
export const STATUS_ALIASES = {
  在用: "in_service",
  停用: "out_of_use",
  废弃: "out_of_use",
  规划: "planned",
  在建: "planned",
};
export const DUCT_ALIASES = {
  污水: "sewer",
  污水管: "sewer",
  排水管涵: "sewer",
  雨水: "rainwater",
  雨水管: "rainwater",
  雨污合流: "sewer",
  电力: "power",
  电缆沟: "power",
  通信: "telecom",
  通信管道: "telecom",
  热力: "heating",
  热力管沟: "heating",
  管廊: "tunnel",
  综合管廊: "tunnel",
  管沟: "other",
  其他: "other",
};

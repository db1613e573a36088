/** Which pipes most customers hang on. */
export const criticality = {
  noCounty: "请先进入一个区县：关键度用到该区县的管网。",
  atRisk: "只靠单一管段或设备供气",
  ofCustomers: "共 {{n}} 户有气",
  bridges: "桥（断开即分两块）",
  points: "割点",
  parts: "互不连通的部分",
  rest: "其余管道断开后没有用户停气。",
  worst: "断开影响最大的管段",
  unit: "停气户数",
  none: "没有哪一段管道断开会使用户停气。",
  line: "{{level}} · {{n}} 段 {{km}} km",
  device: "阀门或调压设备",
  bridge: "桥",
  notBridge: "另有通路，但方向不通",
} as const;

"""Other forms of a character: what engines trained on several languages take Japanese print for.

In a copy the radical of 課 cannot be told from that of 课; such an engine shares its confidence out between them. A
Japanese document has the Japanese one. The old forms were found by setting every 漢字 of JIS X 0208's first level in
four fonts, also small and in black and white, and noting what the engine takes it for, but for those that names are
written in; the simplified ones differ in a radical alike in small print.
"""

from __future__ import annotations

_OLD = (
    "銳鋭 閱閲 黃黄 溫温 渴渇 虛虚 繫繋 擊撃 鹼鹸 產産 繡繍 眾衆 蔣蒋 稅税 說説 絕絶 搔掻 瘦痩 脫脱 值値 徵徴 埗捗 "
    "吞呑 內内 囊嚢 蝇蝿 晚晩 彥彦 每毎 歷歴 鍊錬 錄録 污汚 宫宮 俱倶 揭掲 查査 剂剤 巢巣 頰頬 淚涙 盜盗 戶戸 别別 "
    "單単 搜捜 潛潜 艷艶 騷騒 搖揺 戲戯 舖舗 髮髪 顏顔 圈圏 剩剰 釀醸 殼殻 醉酔 臟臓 壤壌 陷陥 齡齢 壞壊 穩穏 遲遅 "
    "悅悦 鷄鶏 獎奨 樣様 帶帯 綠緑 隱隠 挾挟 狹狭 爭争 儉倹 疊畳"
)
_SIMPLIFIED = (
    "项項 课課 说説 设設 请請 记記 订訂 计計 评評 试試 该該 详詳 语語 诺諾 读読 调調 谈談 谨謹 证証 识識 讨討 训訓 "
    "议議 访訪 许許 诉訴 诊診 词詞 译訳 话話 诸諸 谁誰 谋謀 谢謝 谱譜 谘諮 誊謄 铁鉄 银銀 钱銭 键鍵 镜鏡 锭錠 纲綱 "
    "组組 细細 终終 结結 给給 统統 继継 续続 维維 绩績 绪緒 编編 缘縁 络絡 绝絶 级級 纪紀 约約 纯純 纳納 纷紛 线線 "
    "缄緘 负負 财財 责責 败敗 货貨 质質 贩販 贫貧 贯貫 购購 费費 资資 赁賃 赋賦 赏賞 赔賠 贮貯 贷貸 贸貿 额額 顺順 "
    "顾顧 预預 领領 题題 颜顔 频頻 顶頂 须須 饮飲 饭飯 馆館 问問 间間 闭閉 阅閲 驻駐 验験 驱駆 鸟鳥 鱼魚 运運 选選 "
    "达達 迟遅 适適"
)
_SIGNS = "·・ •・ ‧・ ∙・ —― –－ −－"

JAPANESE = {pair[0]: pair[1] for pair in f"{_OLD} {_SIMPLIFIED} {_SIGNS}".split()}
"""The Japanese form of each."""

"""Romanisation: the English words a Chinese institution name is usually given, place by place and trade by trade.

Only good enough to *suggest* a directory entry for a name typed in Chinese; a person confirms.
"""

from catecp.network.spelling import clean, is_han

# Longest match wins, so longer words may contain shorter ones.
_WORDS = {
    "北京": "beijing", "上海": "shanghai", "天津": "tianjin", "重庆": "chongqing", "广西": "guangxi", "广东": "guangdong",
    "贵州": "guizhou", "贵阳": "guiyang", "云南": "yunnan", "四川": "sichuan", "湖南": "hunan", "湖北": "hubei",
    "河南": "henan", "河北": "hebei", "山东": "shandong", "山西": "shanxi", "陕西": "shaanxi", "江苏": "jiangsu",
    "江西": "jiangxi", "浙江": "zhejiang", "福建": "fujian", "海南": "hainan", "吉林": "jilin", "辽宁": "liaoning",
    "安徽": "anhui", "甘肃": "gansu", "黑龙江": "heilongjiang", "宁夏": "ningxia", "青海": "qinghai", "新疆": "xinjiang",
    "西藏": "tibet", "内蒙古": "inner mongolia", "柳州": "liuzhou", "南宁": "nanning", "桂林": "guilin", "深圳": "shenzhen",
    "广州": "guangzhou", "番禺": "panyu", "温州": "wenzhou", "台州": "taizhou", "泰州": "taizhou", "杭州": "hangzhou",
    "宁波": "ningbo", "金华": "jinhua", "南京": "nanjing", "无锡": "wuxi", "苏州": "suzhou", "常州": "changzhou",
    "徐州": "xuzhou", "郑州": "zhengzhou", "沈阳": "shenyang", "长春": "changchun", "大连": "dalian", "哈尔滨": "harbin",
    "乐山": "leshan", "成都": "chengdu", "铜仁": "tongren", "遵义": "zunyi", "武汉": "wuhan", "长沙": "changsha",
    "南昌": "nanchang", "昆明": "kunming", "厦门": "xiamen", "福州": "fuzhou", "青岛": "qingdao", "济南": "jinan",
    "西安": "xian", "渤海": "bohai", "中德": "sino german", "水利电力": "water resources electric power",
    "水利水电": "water resources hydropower", "水利": "water resources", "电力": "electric power",
    "电子工程": "electronic engineering", "电子": "electronic", "工程": "engineering", "农林": "agriculture forestry",
    "农牧": "agri animal husbandry", "农业": "agriculture", "林业": "forestry", "建设": "construction",
    "建筑": "construction", "交通": "transport", "铁路": "railway", "铁道": "railway", "金融": "financial",
    "商务": "business", "商业": "business", "工业": "industry", "工贸": "industry trade", "贸易": "trade",
    "轻工": "light industry", "信息": "information", "汽车": "automobile", "幼儿师范": "pre school education", "城市": "city",
    "公共": "public", "实训": "training", "培训": "training", "中心": "center", "技师": "technician", "应用": "applied",
    "理工": "polytechnic", "职业技术": "vocational technical", "职业": "vocational", "技术": "technology", "高等专科": "",
    "专科": "", "大学": "university", "学院": "college", "学校": "school", "中国": "china", "国际": "international",
    "旅游": "tourism", "医药": "medical", "卫生": "health", "机电": "mechanical electrical", "机械": "mechanical",
    "化工": "chemical", "纺织": "textile", "经贸": "economics trade",
}  # fmt: skip
_LONGEST = max(map(len, _WORDS))
# Colleges called 职业技术大学/学院 mostly name themselves "Polytechnic" in English.
_ALTERNATIVES = (("vocational technical university", "polytechnic university"), ("vocational technical college", "polytechnic"))


def english_readings(name: str) -> tuple[str, ...]:
    """Return the English names a Chinese institution name may stand for, or nothing where a character is not understood."""
    text = "".join(clean(name).split())
    if not is_han(text):
        return ()
    words: list[str] = []
    position = 0
    while position < len(text):
        piece = _longest_word_at(text, position)
        if not piece:
            return ()
        words.append(_WORDS[piece])
        position += len(piece)
    reading = " ".join(" ".join(words).split())
    others = (reading.replace(old, new) for old, new in _ALTERNATIVES if old in reading)
    return (reading, *others)


def _longest_word_at(text: str, position: int) -> str:
    for length in range(_LONGEST, 0, -1):
        piece = text[position : position + length]
        if piece in _WORDS:
            return piece
    return ""

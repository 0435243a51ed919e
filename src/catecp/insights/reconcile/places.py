"""Names of countries and groups of countries, with the words for their people, in English and Chinese.

Only used to tell that two phrases speak of origin and whether they name the same one; it is no directory.
"""

import re
from functools import lru_cache

_COUNTRIES = """
China|Chinese|PRC|People's Republic of China|中国|中方
Cambodia|Cambodian|Kingdom of Cambodia|Khmer|柬埔寨|柬
Thailand|Thai|Kingdom of Thailand|泰国|泰方
Lao PDR|Laos|Lao|Laotian|Lao People's Democratic Republic|老挝
Viet Nam|Vietnam|Vietnamese|越南
Myanmar|Burma|Burmese|缅甸
Malaysia|Malaysian|马来西亚
Indonesia|Indonesian|印度尼西亚|印尼
Philippines|Philippine|Filipino|Filipinos|菲律宾
Singapore|Singaporean|新加坡
Brunei Darussalam|Brunei|Bruneian|文莱
Timor-Leste|Timor Leste|East Timor|Timorese|东帝汶
Russian Federation|Russia|Russian|俄罗斯|俄方
Japan|Japanese|日本
Republic of Korea|South Korea|Korea|Korean|韩国
Mongolia|Mongolian|蒙古
India|Indian|印度
Pakistan|Pakistani|巴基斯坦
Bangladesh|Bangladeshi|孟加拉国|孟加拉
Sri Lanka|Sri Lankan|斯里兰卡
Nepal|Nepali|Nepalese|尼泊尔
Bhutan|Bhutanese|不丹
Maldives|Maldivian|马尔代夫
Afghanistan|Afghan|阿富汗
Iran|Iranian|伊朗
Kazakhstan|Kazakh|哈萨克斯坦
Kyrgyzstan|Kyrgyz|吉尔吉斯斯坦
Uzbekistan|Uzbek|乌兹别克斯坦
Tajikistan|Tajik|塔吉克斯坦
Turkmenistan|Turkmen|土库曼斯坦
Germany|German|德国
France|French|法国
United Kingdom|Britain|British|英国
Italy|Italian|意大利
Spain|Spanish|西班牙
Portugal|Portuguese|葡萄牙
Netherlands|Dutch|荷兰
Belgium|Belgian|比利时
Switzerland|Swiss|瑞士
Austria|Austrian|奥地利
Poland|Polish|波兰
Hungary|Hungarian|匈牙利
Finland|Finnish|芬兰
Sweden|Swedish|瑞典
Norway|Norwegian|挪威
Denmark|Danish|丹麦
Ireland|Irish|爱尔兰
Greece|Greek|希腊
Ukraine|Ukrainian|乌克兰
Belarus|Belarusian|白俄罗斯
Serbia|Serbian|塞尔维亚
Turkey|Türkiye|Turkish|土耳其
Saudi Arabia|Saudi|沙特
United Arab Emirates|Emirati|阿联酋
Qatar|Qatari|卡塔尔
Kuwait|Kuwaiti|科威特
Israel|Israeli|以色列
Egypt|Egyptian|埃及
Ethiopia|Ethiopian|埃塞俄比亚
Kenya|Kenyan|肯尼亚
Tanzania|Tanzanian|坦桑尼亚
Uganda|Ugandan|乌干达
Rwanda|Rwandan|卢旺达
Nigeria|Nigerian|尼日利亚
Ghana|Ghanaian|加纳
South Africa|South African|南非
Morocco|Moroccan|摩洛哥
Zambia|Zambian|赞比亚
United States|USA|American|美国
Canada|Canadian|加拿大
Mexico|Mexican|墨西哥
Brazil|Brazilian|巴西
Argentina|Argentine|阿根廷
Chile|Chilean|智利
Peru|Peruvian|秘鲁
Colombia|Colombian|哥伦比亚
Australia|Australian|澳大利亚
New Zealand|新西兰
Papua New Guinea|巴布亚新几内亚
Fiji|Fijian|斐济
Algeria|Algerian
Tunisia|Tunisian
Libya|Libyan
Sudan|Sudanese
Lebanon|Lebanese
Jordan|Jordanian
Syria|Syrian
Iraq|Iraqi
Oman|Omani
Bahrain|Bahraini
Yemen|Yemeni
Palestine|Palestinian
Senegal|Senegalese
Mali|Malian
Cameroon|Cameroonian
Angola|Angolan
Mozambique|Mozambican
Zimbabwe|Zimbabwean
Botswana
Namibia|Namibian
Malawi|Malawian
Madagascar
Mauritius|Mauritian
Gambia|Gambian
Benin
Burkina Faso
Somalia|Somali
Eritrea|Eritrean
Czech Republic|Czechia|Czech
Slovakia|Slovak
Slovenia|Slovenian
Croatia|Croatian
Romania|Romanian
Bulgaria|Bulgarian
Moldova|Moldovan
Lithuania|Lithuanian
Latvia|Latvian
Estonia|Estonian
Iceland|Icelandic
Luxembourg
Malta|Maltese
Cyprus|Cypriot
Albania|Albanian
North Macedonia
Kosovo
Armenia|Armenian
Georgia|Georgian
Azerbaijan|Azerbaijani
Venezuela|Venezuelan
Ecuador|Ecuadorian
Bolivia|Bolivian
Uruguay|Uruguayan
Paraguay|Paraguayan
Cuba|Cuban
Jamaica|Jamaican
Costa Rica|Costa Rican
Panama|Panamanian
Guatemala|Guatemalan
Honduras|Honduran
El Salvador
Nicaragua
Samoa|Samoan
Tonga|Tongan
Vanuatu
Solomon Islands
Kiribati
"""
_GROUPS = """
Southeast Asia|South-East Asia|South East Asia|Southeast Asian|South-East Asian|South East Asian|SEA|ASEAN|东南亚|东盟
Europe|European|European Union|欧洲
Africa|African|非洲
Central Asia|Central Asian|中亚
South Asia|South Asian|南亚
East Asia|East Asian|东亚
Middle East|中东
Latin America|Latin American|拉美
Pacific|太平洋
Hong Kong|香港
Macao|Macau|澳门
Taiwan|台湾
"""


def _read(lines: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for line in lines.strip().splitlines():
        variants = line.split("|")
        names |= dict.fromkeys(variants, variants[0])
    return names


COUNTRIES = _read(_COUNTRIES)
GROUPS = _read(_GROUPS)
_ALL = COUNTRIES | GROUPS


def _pattern(names: dict[str, str]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in ordered if name.isascii() or name == "Türkiye")
    eastern = "|".join(name for name in ordered if not name.isascii() and name != "Türkiye")
    return re.compile(rf"\b(?:{latin})(?:s)?\b|(?:{eastern})")


_PLACE = _pattern(_ALL)
_FILLER = re.compile(
    r"^(?:and|the|&|kingdom|republic|sultanate|state|union|people's|democratic|socialist|islamic|federal"
    r"|also|from|in|of|host country|和|及|与|以及)$",
    re.IGNORECASE,
)


def _canonical(found: str) -> str:
    return _ALL.get(found) or _ALL.get(found.removesuffix("s")) or found


@lru_cache(maxsize=4096)
def places_in(text: str) -> tuple[str, ...]:
    """The countries and groups named in a text, in one spelling each, in order, without repeats."""
    return tuple(dict.fromkeys(_canonical(match.group()) for match in _PLACE.finditer(text)))


def country_of(item: str) -> str | None:
    """The country an item of a list consists of ('the Kingdom of Thailand' -> 'Thailand'); None when it holds anything more."""
    matches = list(_PLACE.finditer(item))
    if len(matches) != 1 or _canonical(matches[0].group()) not in COUNTRIES.values():
        return None
    rest = (item[: matches[0].start()] + " " + item[matches[0].end() :]).split()
    return _canonical(matches[0].group()) if all(_FILLER.match(word) for word in rest) else None

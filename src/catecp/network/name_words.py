"""Words inside institution names: what says little, what is written in several ways, what is a place."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words many institutions share. They tell two names apart only a little; places and trades tell them apart.
GENERIC = _words(
    "academy art arts center centre college education educational higher institute national polytechnic professional school"
    " science secondary state studies tech technical technician technological technology training university vocational"
    " skills skill development general public advanced applied sciences ministry department government"
)
# Words that often fall away or are added without another institution being meant.
WEAK = _words("province provincial campus branch main office")
STOPWORDS = _words("a an and at by da de dan del di do dos du e et for in la le of on the to und y")

# Written in another way, or in the language of the country, for the same word.
SAME_WORD = {
    "poly": "polytechnic",
    "polytech": "polytechnic",
    "poltek": "polytechnic",
    "polytechnical": "polytechnic",
    "politeknik": "polytechnic",
    "polytechnique": "polytechnic",
    "voc": "vocational",
    "vocation": "vocational",
    "vokasi": "vocational",
    "vokasional": "vocational",
    "inst": "institute",
    "instit": "institute",
    "institut": "institute",
    "instituto": "institute",
    "univ": "university",
    "uni": "university",
    "universitas": "university",
    "universiti": "university",
    "universidade": "university",
    "universite": "university",
    "coll": "college",
    "col": "college",
    "colg": "college",
    "clg": "college",
    "kolej": "college",
    "center": "centre",
    "ctr": "centre",
    "cntr": "centre",
    "sch": "school",
    "natl": "national",
    "nat": "national",
    "nasional": "national",
    "kebangsaan": "national",
    "intl": "international",
    "negeri": "state",
    "prov": "province",
    "teknologi": "technology",
    "technol": "technology",
    "edu": "education",
    "educ": "education",
    "mgmt": "management",
    "mgt": "management",
    "dev": "development",
    "devt": "development",
    "trng": "training",
    "trg": "training",
    "agri": "agriculture",
    "agric": "agriculture",
    "eng": "engineering",
    "engg": "engineering",
    "engr": "engineering",
    "elec": "electric",
    "ind": "industry",
    "techn": "tech",
    "railways": "railway",
    "sci": "science",
    "vietnam": "viet nam",
}
# "tech" stands for any of these; which one, only the other name can say.
TECH_WORDS = _words("technical technology technological technician technique techniques technologies")

# Real places whose names differ by a letter or two: never read one as a slip of the other.
PLACES = _words(
    "anhui anqing baoding baoji baotou beihai beijing bengbu cangzhou changchun changde changsha changzhi changzhou chaozhou"
    " chengde chengdu chenzhou chizhou chongqing chuzhou dalian dandong datong dazhou dezhou dongguan dongying foshan fujian"
    " fuyang fuzhou gansu ganzhou guangdong guangxi guangzhou guilin guiyang guizhou haikou hainan handan hangzhou hanzhong"
    " harbin hebei hechi hefei heilongjiang henan hengshui hengyang heyuan heze hezhou hohhot huaian huaihua huainan huangshan"
    " huanggang huangshi hubei huizhou hulunbuir hunan huzhou jiamusi jiangmen jiangsu jiangxi jiaozuo jiaxing jieyang jilin"
    " jinan jincheng jingdezhen jingmen jingzhou jinhua jining jinzhou jiujiang jiuquan kaifeng kunming laiwu lanzhou leshan"
    " liaocheng liaoning lijiang linfen linyi lishui liuzhou longyan luohe luoyang luzhou maoming meizhou mianyang nanchang"
    " nanchong nanjing nanning nantong nanyang ningbo ningde ningxia pingdingshan pingxiang putian puyang qingdao qinghai"
    " qingyuan qinzhou quanzhou quzhou rizhao sanming sanmenxia sanya shaanxi shandong shanghai shangqiu shangrao shantou"
    " shanxi shaoguan shaoxing shaoyang shenyang shenzhen shijiazhuang sichuan suizhou suqian suzhou taian taiyuan taizhou"
    " tangshan tianjin tianshui tongliao tongling tongren urumqi weifang weihai weinan wenzhou wuhan wuhu wuxi wuzhou xiamen"
    " xian xiangtan xiangyang xianyang xiaogan xinjiang xinxiang xinyang xuchang xuzhou xuzhou yancheng yangjiang yangzhou"
    " yantai yibin yichang yichun yinchuan yueyang yulin yuncheng yunnan zhangjiakou zhangzhou zhanjiang zhaoqing zhejiang"
    " zhengzhou zhenjiang zhongshan zhoukou zhuhai zhumadian zhuzhou zibo zigong zunyi"
    " angkor battambang kampot kandal kratie pursat takeo kampong siem reap svay rieng prey veng mondulkiri ratanakiri pailin"
    " speu cham thom chhnang chheuteal sihanouk sihanoukville phnom penh"
    " bali bandung banyuwangi batam bengkalis jakarta jember ketapang madiun malang medan padang pontianak samarinda semarang"
    " sriwijaya surabaya yogyakarta lampung ambon kupang manado cilacap indramayu subang bangka belitung makassar aceh"
    " lanna isan thanyaburi suvarnabhumi phranakhon krungthep rattanakosin srivijaya tawan tawanok ayutthaya lampang lamphun"
    " chonburi chumphon minburi bankhai satun sawan nakhon sakon pathom ratchasima thammarat"
    " hanoi hue vinh danang haiphong dong nai an giang lao cai quang tri nam binh ngai ninh"
    " bolikhamxay bokeo vientiane pakpasak savannakhet champasak luang prabang dawei yangon mandalay"
    " tibar becora dili baucau melaka merlimau kuantan kuching kota bharu kinabalu johor kedah perak pahang"
    " cambodia china thailand malaysia indonesia philippines singapore brunei laos myanmar"
)

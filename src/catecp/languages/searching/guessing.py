"""In which language a text is written, by its script, its small words and words of the trades. Pure.

Only to prefer documents in the reader's own language and to choose rules for inflected forms: a wrong guess costs rank, not a hit.
"""

import re

from catecp.languages.searching.normalising import fold
from catecp.languages.tags import language_by_script, script_of

_VIETNAMESE = re.compile("[đăơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


_CHINESE = re.compile("[㐀-鿿]")  # one stands for some three letters: 给 Arduino 编程 is Chinese
_LATIN = re.compile("[a-z]")


def _lists(words: dict[str, str]) -> dict[str, frozenset[str]]:
    return {language: frozenset(text.split()) for language, text in words.items()}


SMALL_WORDS = _lists(
    {
        "en": "the of and to in is are for with on by that this it as be or from at an a how what which when your you we must before after "
        "into not can",
        "id": "yang dan di ke dari untuk dengan pada adalah ini itu tidak dalam akan harus sebelum setelah atau oleh agar karena saat bisa "
        "dapat sebuah para secara cara juga saja sudah anda kita serta antara",
        "ms": "yang dan di ke dari untuk dengan pada ialah adalah ini itu tidak dalam akan mesti sebelum selepas atau oleh supaya kerana "
        "semasa boleh sebuah para secara cara juga sahaja telah anda kita serta antara perlu bagi daripada kepada hendaklah iaitu",
        "fil": "ang ng sa mga na at ay para kung may bago dapat ito hindi nang isang ayon mula pag upang bawat tayo o din rin si kapag gamit "
        "ano paano",
        "pt": "o a os as de do da dos das e em no na nos nas um uma para por com que se não são ao à antes como mais ou deve ser pelo pela "
        "sem sua seu",
        "tet": "no iha ba ho sira nia ne nee neebe mak atu husi hosi tenke bele ka la laos maibe ema ita ami tuir molok bainhira liu sai uza "
        "hanesan ida labele nian oinsá oinsa",
        "vi": "và của là cho các với trong khi được một những có không để này trên từ bằng phải trước sau về cách như tại hoặc",
        "ru": "и в на с по для из не от как при к это что или перед после о за до во",
    }
)
# Words that only one of near relatives has: Indonesian or Malay, Portuguese or Tetum.
_MARKS = _lists(
    {
        "id": "mencakup berikat budidaya menyolder pemrograman meliputi mekanis karena bisa setelah saat mobil las pengelasan "
        "mengelas listrik pelatihan pabrik rem kampas baterai mutu kulkas teknisi sepeda kepabeanan pabean bea instalasi "
        "atap seng selang pengendali terprogram cakram helm celemek kacamata menit tambak sirkuit klakson pengemudi "
        "formulir sertifikat daftar truk ban oli sekrup perangkat lunak perawat laboratorium kantor layanan pesanan wisata "
        "wisatawan pertanian pompa pipa katup sakelar saklar sekering kualitas siswa dosen perusahaan pemerintah "
        "keterampilan keahlian bubut pahat cekam hidrolik penyejuk jangka sorong rencana tegangan rentang uang penjualan "
        "biaya pajak kemasan pengiriman lowongan kompetensi sertifikasi unduh petugas kendaraan limbah energi matikan "
        "perawatan persediaan ekspor impor standar operator mahasiswa mahasiswi universitas karyawan pupuk menyemprotkan "
        "semprot serbet pemeliharaan magang gudang pendingin sakit apotek dokter gratis sepatu handuk kamar jendela "
        "dibutuhkan membutuhkan maupun perkakas kawat kejuruan pengajar lulusan "
        "ijazah beasiswa tugas praktik praktikum rapor jadwal senin jumat agustus desember persen miliar rupiah uji coba "
        "jaringan peladen unduhan unggah sandi surel situs ponsel telepon seluler layar bandeng perkebunan karet cengkih "
        "singkong kedelai wortel kentang bandara kemas sopir kernet bensin solar knalpot kopling dikalibrasi diperbaiki "
        "dilepas perbaikan kerusakan kesehatan kecelakaan pemadam darurat rambu penjahit garmen busana tata boga koki resep "
        "adonan kue semen beton genteng pondasi arsitek insinyur rekayasa",
        "ms": "merangkumi kontena berbon memateri penternakan pengaturcaraan aturcara galas menyahcas pelarasan kerana boleh "
        "selepas semasa kimpalan mengimpal pengimpal elektrik voltan latihan kilang bagi daripada hendaklah ejen kastam "
        "bateri kualiti penghawa juruteknik keledar topi cakera suria bumbung kos hidraulik prob julat kolam litar tayar "
        "kenderaan pemandu borang sijil senarai basuh hon trak hos pad brek dron juruterbang kemahiran perantis apron minit "
        "penderia syarikat kerajaan pelajar pensyarah peringkat wayar skru gred perisian lukisan mesyuarat makmal pejabat "
        "perkhidmatan tempahan pelancong ladang jentera enjin pam paip injap suis fius larik cuk ofset apit zink "
        "penyongsang pendawaian pemampat angkup vernier maklum pengajaran rancangan kumai padi mengendalikan tanggalkan "
        "asingkan kanta perniagaan jualan pakaian penyelenggaraan pengurusan jadual eksport piawaian cekap akuakultur "
        "jurukimpal jurulatih mesti memakai keluli karat bot menyembur sembur napkin tentang bilik sejuk pembaikan "
        "baiki ditentukur tentukur muatan universiti kolej politeknik hospital klinik doktor percuma kasut tuala tingkap "
        "diperlukan memerlukan dijalankan menjalankan ialah berlaku mahupun dawai vokasional graduan biasiswa peperiksaan "
        "tugasan amali isnin jumaat ogos disember peratus bilion ringgit pelayan laluan emel laman telefon bimbit skrin "
        "getah ubi lobak terbang keretapi cukai lebuh raya petrol ekzos klac dibaiki ditanggalkan kerosakan kesihatan "
        "kemalangan bomba kecemasan cemas jahitan fesyen masakan chef resipi doh kek simen konkrit genting arkitek jurutera "
        "kejuruteraan bekalan kuasa haba paras menyemak pastikan gunakan bahagian",
        "pt": "segurança qualidade ferramenta máquina água rede peça antes depois instalação operação montagem condução leitura técnicos "
        "professores verifique coloque aula formação soldadura",
        "tet": "seguransa kualidade nian bee hasai hatama haree kaer loke fase liman tékniku sukat hahú dala rua tolu lori sanulu fó servisu "
        "besi rai uma kulit metin hili lee fiu troka hasa'e hasae tau hamate karreta roda hodi aprende profesór hanorin estudante tanba "
        "halo hakerek hotu ne'ebé",
    }
)
_ENDINGS = {
    "en": re.compile(
        r"\w{3}(?:ing|tions?|ments?|ers|ness|[bdfgklmnprtvwy]s)\b|\w{4}(?:ed|ly|age)\b|\w?(?:th|wh|ck|sh|igh|ow)\w?"
    ),
    "pt": re.compile(r"\w{2}(?:ção|ções|ões|mente|dade|agem|eis)\b|[ãõçâêô]|[aeiou][ln]h[aeo]"),
    "tet": re.compile(
        r"\w{2}(?:saun|téria|ísmu|[fnr]iku|nsia|mentu|[áó]riu)\b|[áéíóú][lnr]\b"
    ),  # Portuguese words as Tetum writes them
    "fil": re.compile(r"\b(?:pag|mag|nag|pang|ipag|naka|pinag)\w{3}"),
    "ms": re.compile(r"\w{2}[ai]ti\b"),  # kualiti
    "id": re.compile(r"\w{2}[ai]tas\b"),  # kualitas
}
_MALAY_AFFIXES = re.compile(r"\b(?:peng|meng|men|mem|ber|per)\w{4}|\w{3}kan\b")  # Indonesian and Malay alike


def guess_languages(text: str) -> tuple[str, ...]:
    """Tags of `LANGUAGES` a normalised text may be in, more than one for near relatives that cannot be told; empty when unknown."""
    language = (
        "zh-hans" if 3 * len(_CHINESE.findall(text)) > len(_LATIN.findall(text)) else language_by_script(text, otherwise="")
    )
    if language or not text.strip():
        return (language,) if language else ()
    words = re.findall(r"[^\W\d_]+", text)
    if len(_VIETNAMESE.findall(text)) * 12 > len(words):
        return ("vi",)
    scores = {tag: sum(word in small for word in words) for tag, small in SMALL_WORDS.items() if tag not in {"ru", "vi"}}
    for tag, marks in _MARKS.items():
        scores[tag] += 2 * sum(word in marks for word in words)
    for tag, ending in _ENDINGS.items():
        scores[tag] += len(ending.findall(text))
    for tag in ("id", "ms"):
        scores[tag] += len(_MALAY_AFFIXES.findall(text))
    scores["pt"] -= sum(bool({"k", "w", "y"} & set(word)) for word in words)
    best = max(scores.values())
    return tuple(tag for tag, score in scores.items() if score == best)[:2] if best > 0 else ()


def guess_language(text: str) -> str:
    """The one tag, or empty when it cannot be told."""
    guessed = guess_languages(text)
    return guessed[0] if len(guessed) == 1 else ""


def is_small_word(word: str, language: str) -> bool:
    """Whether a query may leave this word out: it stands in nearly every text. An unknown language counts as English."""
    small = SMALL_WORDS.get(language.split("-")[0] or "en", SMALL_WORDS["en"] if script_of(word) == "Latn" else frozenset())
    return word in small or fold(word) in small

"""Countries and their people under the names that English, Turkish, German and Chinese have for them, folded.

Texts write "British" for "UK" and "Almanya" for "Germany": without this no claim could be held against them.
"""

_COUNTRIES = """
uk britain british birlesikkrallik ingiltere ingiliz england english grossbritannien britisch englisch englander 英国
us usa america american americans states amerika abd amerikan amerikali amerikaner amerikanisch vereinigtestaaten 美国
eu europe european europeans avrupa avrupali ab europa europaisch europaer union 欧盟 欧洲
germany german germans almanya alman almanlar deutschland deutsch deutsche deutschen deutscher 德国
turkey turkish turk turks turkiye turkei turkisch turkische turkischen turkce 土耳 耳其
china chinese cin cinli chinesisch chinesische chinesischen chinesen 中国
france french fransa fransiz frankreich franzosisch franzosische franzosen 法国
spain spanish ispanya ispanyol spanien spanisch spanier 西班 班牙
italy italian italians italya italyan italien italienisch italiener 意大 大利
netherlands dutch holland hollanda hollandali niederlande niederlandisch 荷兰
switzerland swiss isvicre isvicreli schweiz schweizer 瑞士
sweden swedish swede isvec isvecli schweden schwedisch 瑞典
norway norwegian norvec norvecli norwegen norwegisch 挪威
denmark danish danimarka danimarkali danemark danisch 丹麦
finland finnish finlandiya finnland finnisch 芬兰
poland polish polonya polonyali polen polnisch 波兰
austria austrian avusturya avusturyali osterreich osterreichisch 奥地 地利
greece greek yunanistan yunan griechenland griechisch griechen 希腊
hungary hungarian macaristan macar ungarn ungarisch 匈牙 牙利
russia russian russians rusya rus russland russisch russische russen 俄罗 罗斯
ukraine ukrainian ukrayna ukraynali ukrainisch 乌克 克兰
japan japanese japonya japon japanisch japanische japaner 日本
korea korean guneykore koreli sudkorea koreanisch 韩国
india indian hindistan hint indien indisch 印度
israel israeli israelis israil israilli israelisch 以色 色列
iran iranian iranli iranisch 伊朗
iraq iraqi irak irakli irakisch 伊拉 拉克
syria syrian suriye suriyeli syrien syrisch 叙利 利亚
egypt egyptian misir misirli agypten agyptisch 埃及
brazil brazilian brezilya brezilyali brasilien brasilianisch 巴西
mexico mexican meksika meksikali mexiko mexikanisch 墨西 西哥
canada canadian kanada kanadali kanadisch 加拿 拿大
australia australian avustralya avustralyali australien australisch 澳大 利亚
ireland irish irlanda irlandali irland irisch 爱尔 尔兰
scotland scottish iskocya iskoc schottland schottisch 苏格 格兰
wales welsh galler walisisch 威尔 尔士
belgium belgian belcika belcikali belgien belgisch 比利 利时
portugal portuguese portekiz portekizli portugiesisch 葡萄 萄牙
czechia czech cekya cek tschechien tschechisch 捷克
thailand thai tayland taylandli thailandisch 泰国
indonesia indonesian endonezya endonezyali indonesien indonesisch 印尼
vietnam vietnamese vietnamli vietnamesisch 越南
taiwan taiwanese tayvan tayvanli taiwanisch 台湾
africa african afrika afrikali afrikanisch 非洲
asia asian asya asyali asien asiatisch 亚洲
"""

COUNTRIES: dict[str, str] = {
    form: row.split()[0] for row in _COUNTRIES.strip().splitlines() for form in row.split()
}
"""A folded form -> one name for the country (its first form)."""

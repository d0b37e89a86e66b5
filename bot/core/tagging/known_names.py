"""Names that the world's news uses under several spellings, with one label each: "小米" is Xiaomi, "Pekin" is Beijing.

Countries stand in `bot.core.text.countries`; here are those that it lacks, as "country" lines. It refuses to be a register
of everything: a name that all languages spell alike needs no line, and what a topic adds, its aliases say.

One line is one name: "label: form, form". The label itself is a form.
"""

NAMES = """
McDonald's: McDonald, 麦当劳
Apple: 苹果公司, 苹果, Apple Inc
Google: 谷歌, Alphabet
Microsoft: 微软
Amazon: 亚马逊
Facebook: 脸书, Meta Platforms
Nvidia: 英伟达, NVIDIA
Intel: 英特尔
Samsung: 三星, Samsung Electronics
TSMC: 台积电, Taiwan Semiconductor
Huawei: 华为
Xiaomi: 小米, 小米汽车, Xiaomi Auto, Xiaomi EV
Alibaba: 阿里巴巴
Tencent: 腾讯
Baidu: 百度
ByteDance: 字节跳动
TikTok: 抖音
OpenAI: Open AI
Uber: 优步
Didi: 滴滴
Tesla: 特斯拉, Tesla Motors
BYD: 比亚迪, Build Your Dreams
NIO: 蔚来
Xpeng: 小鹏, 小鹏汽车, Xpeng Motors
Li Auto: 理想汽车
Geely: 吉利, 吉利汽车
SAIC: 上汽, 上汽集团, SAIC Motor
Great Wall Motor: 长城汽车, Great Wall Motors
Chery: 奇瑞
Leapmotor: 零跑
CATL: 宁德时代
Volkswagen: VW, 大众汽车, 大众集团, Volkswagen Group, VW Group
BMW: 宝马, Bayerische Motoren Werke
Mercedes-Benz: Mercedes, 梅赛德斯, 奔驰, Daimler
Audi: 奥迪
Porsche: 保时捷
Toyota: 丰田, Toyota Motor
Honda: 本田, Honda Motor
Nissan: 日产, Nissan Motor
Hyundai: 现代汽车, Hyundai Motor
Kia: 起亚, Kia Motors
Ford: 福特, Ford Motor
General Motors: GM, 通用汽车
Renault: 雷诺
Volvo: 沃尔沃, Volvo Cars, Volvo Car
Stellantis: 斯泰兰蒂斯
Panasonic: 松下
LG: LG Energy Solution, LG Electronics
Sony: 索尼
Boeing: 波音
Airbus: 空客
Siemens: 西门子
Goldman Sachs: 高盛
Togg: TOGG
Bosch: 博世
Continental: 大陆集团
Changan: 长安汽车, Chang'an
GAC: 广汽, 广汽集团
BAIC: 北汽
Zeekr: 极氪
Seres: 赛力斯
Aito: 问界
Mazda: 马自达
Subaru: 斯巴鲁
Jaguar Land Rover: JLR, 捷豹路虎
Foxconn: 富士康, Hon Hai
JD.com: 京东
Pinduoduo: 拼多多, PDD
Meituan: 美团
SMIC: 中芯国际
SoftBank: 软银
Qualcomm: 高通
Oracle: 甲骨文
Netflix: 奈飞
Disney: 迪士尼, Walt Disney
Walmart: 沃尔玛
Starbucks: 星巴克
Nike: 耐克
Pfizer: 辉瑞
Shell: 壳牌
Saudi Aramco: Aramco, 沙特阿美
Gazprom: Газпром, 俄气
Deutsche Bank: 德意志银行
Elon Musk: 马斯克, Musk, 埃隆
Tim Cook: 库克
Mark Zuckerberg: Zuckerberg, 扎克伯格
Jeff Bezos: Bezos, 贝索斯
Lei Jun: 雷军
Donald Trump: Трамп, Trump, 特朗普, Donald J. Trump
Joe Biden: Biden, 拜登
Barack Obama: Obama, 奥巴马
Vladimir Putin: Путин, Владимир Путин, Poutine, Putin, 普京, Wladimir Putin
Volodymyr Zelensky: Zelensky, Zelenskyy, Selenskyj, Zelenskiy, Zelenski, Wolodymyr Selenskyj, Volodymyr Zelenskyy, 泽连斯基
Xi Jinping: Си Цзиньпин, Xi, 习近平, Şi Cinping
Recep Tayyip Erdogan: Erdogan, Erdoğan, Tayyip Erdogan, Recep Tayyip Erdoğan, 埃尔多安
Angela Merkel: Merkel, 默克尔
Olaf Scholz: Scholz, 朔尔茨
Friedrich Merz: Merz, 默茨
Emmanuel Macron: Macron, 马克龙
Keir Starmer: Starmer, 斯塔默
Benjamin Netanyahu: Netanyahu, Netanjahu, 内塔尼亚胡
Narendra Modi: Modi, 莫迪
Ursula von der Leyen: von der Leyen, Leyen, 冯德莱恩
Jerome Powell: 鲍威尔
EU: European Union, Avrupa Birliği, AB, Europäische Union, 欧盟
European Commission: EU Commission, Avrupa Komisyonu, AB Komisyonu, Europäische Kommission, EU-Kommission, 欧盟委员会
European Parliament: Avrupa Parlamentosu, Europäisches Parlament, Europaparlament, 欧洲议会
ECB: European Central Bank, EZB, Europäische Zentralbank, Avrupa Merkez Bankası, 欧洲央行
Europe: Avrupa, Europa, European, Europäer, 欧洲
Federal Reserve: Fed, 美联储
Bank of England: BoE, 英国央行, 英格兰银行
Central Bank of Turkey: TCMB, Türkiye Cumhuriyet Merkez Bankası
UN: United Nations, UNO, Birleşmiş Milletler, BM, Vereinte Nationen, Vereinten Nationen, 联合国
NATO: 北约
G7: G-7, Group of Seven, G-7 nations, 七国集团
G20: G-20, Group of 20, 二十国集团
WHO: World Health Organization, World Health Organisation, Weltgesundheitsorganisation, Dünya Sağlık Örgütü, DSÖ, 世卫组织, 世界卫生组织
WTO: World Trade Organization, World Trade Organisation, Welthandelsorganisation, Dünya Ticaret Örgütü, 世贸组织
IMF: International Monetary Fund, IWF, Internationaler Währungsfonds, Internationale Währungsfonds, Uluslararası Para Fonu, 国际货币基金组织
World Bank: Weltbank, Dünya Bankası, 世界银行
OPEC: 欧佩克
White House: Weißes Haus, Weiße Haus, Weißen Haus, Beyaz Saray, 白宫
Congress: U.S. Congress, US Congress
Senate: U.S. Senate, US Senate
Supreme Court: U.S. Supreme Court, US Supreme Court, Yüksek Mahkeme, 最高法院
Republicans: Republican, Republican Party, GOP, Republikaner, Cumhuriyetçiler, 共和党
Democrats: Democrat, Dem, Dems, Democratic, Democratic Party, Demokraten, Demokratlar, 民主党
Islamic State: ISIS, ISIL, IŞİD, IS-Miliz, 伊斯兰国
Taliban: 塔利班
Hamas: 哈马斯
Hezbollah: Hizbullah, Hisbollah, 真主党
Al Qaeda: Al-Qaeda, al Qaida, El Kaide, 基地组织
FBI: Federal Bureau of Investigation, 联邦调查局
CIA: Central Intelligence Agency, 中情局
NSA: National Security Agency
FDA: Food and Drug Administration
EPA: Environmental Protection Agency
NHTSA: National Highway Traffic Safety Administration
SEC: Securities and Exchange Commission
IRS: Internal Revenue Service
NASA: 美国宇航局
KBA: Kraftfahrt-Bundesamt, Kraftfahrtbundesamt
Beijing: Peking, Pekin, 北京
Shanghai: Schanghai, Şanghay, 上海
Shenzhen: 深圳
Guangzhou: 广州
Wuhan: Vuhan, 武汉
Hong Kong: Hongkong, 香港
Tokyo: Tokio, 东京
Seoul: Seul, 首尔
Moscow: Moskau, Moskova, 莫斯科
Kyiv: Kiev, Kiew, 基辅
London: Londra, 伦敦
Paris: 巴黎
Berlin: 柏林
Munich: München, Münih, 慕尼黑
Frankfurt: 法兰克福
Cologne: Köln
Brussels: Brüssel, Brüksel, 布鲁塞尔
Vienna: Wien, Viyana, 维也纳
Geneva: Genf, Cenevre, 日内瓦
Zurich: Zürich, Zürih, 苏黎世
Rome: Rom, Roma, 罗马
Milan: Mailand, Milano, 米兰
Athens: Athen, Atina, 雅典
Warsaw: Warschau, Varşova, 华沙
Prague: Prag, 布拉格
Budapest: Budapeşte, 布达佩斯
Istanbul: İstanbul, 伊斯坦布尔
Ankara: 安卡拉
New York: New York City, NYC, 纽约
Washington: Washington DC, Washington D.C., D.C., 华盛顿
California: Kalifornien, Kaliforniya, 加州, 加利福尼亚
Silicon Valley: Silikon Vadisi, 硅谷
Jerusalem: Kudüs, 耶路撒冷
Gaza: Gazze, Gazastreifen, Gaza Strip, Gazze Şeridi, 加沙
Crimea: Krim, Kırım, 克里米亚
Middle East: Mideast, Nahost, Naher Osten, Nahen Osten, Orta Doğu, Ortadoğu, 中东
Latin America: Lateinamerika, Latin Amerika, 拉丁美洲
country North Korea: Nordkorea, Kuzey Kore, 朝鲜
country South Korea: Korea, Korean, Koreans, Kore, Koreli, koreanisch, Südkorea, Güney Kore, South Korean, 韩国
country South Africa: Südafrika, Güney Afrika, South African, 南非
country Saudi Arabia: Saudi-Arabien, Suudi Arabistan, Saudi, Saudis, 沙特, 沙特阿拉伯
country United Arab Emirates: UAE, Emirates, BAE, Birleşik Arap Emirlikleri, Vereinigte Arabische Emirate, 阿联酋
country Qatar: Katar, 卡塔尔
country Afghanistan: Afganistan, Afghan, 阿富汗
country Pakistan: Pakistani, 巴基斯坦
country Bangladesh: Bangladeş, 孟加拉国
country Lebanon: Libanon, Lübnan, Lebanese, 黎巴嫩
country Jordan: Jordanien, Ürdün, Jordanian, 约旦
country Yemen: Jemen, Yemeni, 也门
country Libya: Libyen, Libyan, 利比亚
country Tunisia: Tunesien, Tunus, Tunisian, 突尼斯
country Morocco: Marokko, Fas, Moroccan, 摩洛哥
country Nigeria: Nijerya, Nigerian, 尼日利亚
country Kenya: Kenia, Kenyan, 肯尼亚
country Ethiopia: Äthiopien, Etiyopya, Ethiopian, 埃塞俄比亚
country Palestine: Palestinian, Palestinians, Palästinenser, Palästina, Filistin, Filistinli, 巴勒斯坦
country Argentina: Argentinien, Arjantin, Argentine, 阿根廷
country Chile: Şili, Chilean, 智利
country Colombia: Kolumbien, Kolombiya, Colombian, 哥伦比亚
country Venezuela: Venezuelan, 委内瑞拉
country Cuba: Kuba, Küba, Cuban, Cubans, 古巴
country Haiti: Haitian, 海地
country Philippines: Philippinen, Filipinler, Filipino, 菲律宾
country Malaysia: Malezya, Malaysian, 马来西亚
country Singapore: Singapur, 新加坡
country New Zealand: Neuseeland, Yeni Zelanda, 新西兰
country Romania: Rumänien, Romanya, Romanian, 罗马尼亚
country Bulgaria: Bulgarien, Bulgaristan, Bulgarian, 保加利亚
country Serbia: Serbien, Sırbistan, Serbian, 塞尔维亚
country Croatia: Kroatien, Hırvatistan, Croatian, 克罗地亚
country Slovakia: Slowakei, Slovakya, Slovak, 斯洛伐克
country Cyprus: Zypern, Kıbrıs, Cypriot, 塞浦路斯
country Azerbaijan: Aserbaidschan, Azerbaycan, 阿塞拜疆
country Kazakhstan: Kasachstan, Kazakistan, 哈萨克斯坦
country Australia: Avustralya, Australien, Australian, 澳大利亚
country Canada: Kanada, Canadian, 加拿大
country China: Китай, Китая, Chine, 中国
country Germany: Alemania, Allemagne, Германия, 德国
country France: Francia, Франция, 法国
country Japan: Japón, Japon, Япония, 日本
country Italy: Italien, İtalya, Italian, 意大利
country Spain: España, Espagne, Spanien, İspanya, Spanish, 西班牙
country Turkey: Türkei, Türkiye, Turkish, 土耳其
country Russia: Россия, России, Rusia, Russie, Russland, Rusya, Russian, 俄罗斯
country Ukraine: Украина, Украины, Ucrania, Ukrayna, Ukrainian, 乌克兰
country Hungary: Ungarn, Macaristan, Hungarian, 匈牙利
country Austria: Österreich, Avusturya, Austrian, 奥地利
country Belgium: Belgien, Belçika, Belgian, 比利时
country Portugal: Portekiz, Portuguese, 葡萄牙
country Ireland: Irland, İrlanda, Irish, 爱尔兰
country Israel: İsrail, Israeli, 以色列
country Iraq: Irak, Iraqi, 伊拉克
country Syria: Syrien, Suriye, Syrian, 叙利亚
country Mexico: Mexiko, Meksika, Mexican, 墨西哥
country Indonesia: Indonesien, Endonezya, Indonesian, 印度尼西亚
country US: США, Estados Unidos, États-Unis, U.S., USA, U.S.A., United States, United States of America, Vereinigte Staaten, Vereinigten Staaten, ABD, Amerika Birleşik Devletleri, America, American, Americans, 美国
country UK: U.K., United Kingdom, Great Britain, Britain, British, Vereinigtes Königreich, Großbritannien, Birleşik Krallık, İngiltere, 英国
"""

OUTLETS = """
Facebook, Twitter, Instagram, YouTube, WhatsApp, CNN, BBC, Fox News, MSNBC, NBC, NBC News, CBS, CBS News, ABC News, NPR, PBS, CNBC, Sky News, Al Jazeera, HuffPost, Huffington Post, Politico, Axios, Vox,
Reuters, Associated Press, AP, AFP, Agence France-Presse, dpa, UPI, Xinhua, TASS, Interfax, Bloomberg, Bloomberg News, Anadolu Ajansı, AA, DHA, İHA, ANKA,
New York Times, Washington Post, Wall Street Journal, USA Today, Los Angeles Times, LA Times, Chicago Tribune, New York Post, New York Daily News, Daily Beast,
Guardian, Observer, Telegraph, Daily Telegraph, Daily Mail, MailOnline, Mirror, Sun, Independent, Financial Times, FT, Economist, Time, Newsweek, Forbes, Fortune,
Politico, The Hill, Breitbart, TMZ, People, Us Weekly, TechCrunch, The Verge, Wired, Electrek, InsideEVs, Automotive News, Nikkei, Caixin, Global Times, CCTV,
Spiegel, Der Spiegel, Bild, Die Zeit, FAZ, Frankfurter Allgemeine, Frankfurter Allgemeine Zeitung, Süddeutsche Zeitung, Handelsblatt, Die Welt, Tagesschau, ARD, ZDF, Heise, t-online,
Hürriyet, Milliyet, Sabah, Cumhuriyet, Sözcü, Habertürk, NTV, TRT, TRT Haber, CNN Türk, 新华社, 人民日报, 央视新闻, 澎湃新闻, 第一财经, 路透社, 法新社, 彭博社, 财新
"""
"""Who tells the news, and where people say things. They are what a story is about only where its title says so."""

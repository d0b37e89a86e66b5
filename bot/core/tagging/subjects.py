"""Subjects that news is often about, with one label each and the words that name them in English, Turkish, German, Chinese.

A general vocabulary to begin with: what a topic calls otherwise, its own aliases say. It refuses to hold names.

One line is one subject: "label: English | German | Turkish | Chinese". A form is a word or several, singular or plural;
one that ends with * also stands with a longer ending, as German and Turkish have them ("ladesäule*" is "Ladesäulen" too).
# is a number, and ... whatever stands between the halves of a German verb ("ruft ... zurück"). Forms in capitals are looked for as they are, in every language. A label that begins with ~ is broad: so many stories touch
it that only one that keeps to it bears it.
"""

SUBJECTS = """
electric cars: electric car, electric vehicle, electric model, electric SUV, electric sedan, electric truck, electric pickup, EV, BEV, battery-electric, battery electric, e-car | elektroauto*, elektrofahrzeug*, e-auto*, elektromobil*, elektrowagen, elektro-suv, elektrisch* suv, elektrisch* limousine*, elektrisch* modell*, stromer, vollelektrisch* | elektrikli araç*, elektrikli arac*, elektrikli otomobil*, elektrikli model*, elektrikli suv*, elektrikli sedan*, tam elektrikli, elektromobilite* | 电动汽车, 电动车, 电动SUV, 电动轿车, 纯电动, 纯电, 新能源汽车, 新能源车
hybrids: hybrid car, hybrid vehicle, plug-in hybrid, plug in hybrid, PHEV, hybrid model | hybridauto*, hybridfahrzeug*, plug-in-hybrid* | hibrit* | 混合动力, 混动, 插混, 增程
autonomous driving: autonomous driving, autonomous vehicle, autonomous car, self-driving, self driving, driverless, robotaxi, full self-driving | autonome* fahren*, autonome* fahrzeug*, selbstfahrend*, fahrerlos*, robotertaxi* | otonom sürüş*, otonom araç*, otonom arac*, sürücüsüz* | 自动驾驶, 无人驾驶, 智能驾驶, 辅助驾驶
charging: charging station, charging point, charging network, charging infrastructure, charging time, fast charging, fast charger, fast-charging, charge point, EV charger, supercharger | wallbox*, ladesäule*, ladestation*, ladenetz*, ladepark*, ladepunkt*, ladeinfrastruktur*, schnelllad*, ladezeit* | şarj istasyon*, şarj ağ*, şarj nokta*, hızlı şarj*, şarj altyapı*, şarj süre* | 充电, 充电桩, 充电站, 快充, 超充, 换电
batteries: battery, lithium-ion | batterie*, akku*, batterieherstell*, batteriewerk*, batteriefabrik*, batteriezell*, batteriespeicher*, hochvoltspeicher* | batarya*, pil fabrika* | 电池, 固态电池
driving range: driving range, electric range, range of miles, WLTP | reichweite* | menzil* | 续航
recalls: recall, recalled, recalling | rückruf*, zurückgeruf*, zurückrufen, ruft ... zurück, rufen ... zurück, rief ... zurück, riefen ... zurück | geri çağır*, geri çek* | 召回
tariffs: tariff, import duty, customs duty, countervailing duties, import tax | strafzoll*, strafzöll*, zoll, zölle*, importzoll*, importzöll*, zollstreit* | gümrük vergi*, ek vergi*, ek gümrük* | 关税, 反补贴
trade: trade war, trade deal, trade agreement, trade dispute, free trade, trade talks | handelskrieg*, handelsabkommen*, handelsstreit*, freihandel* | ticaret savaş*, ticaret anlaşma*, serbest ticaret* | 贸易战, 贸易协定, 贸易协议, 贸易
exports: export | ausfuhr*, exporte* | ihracat* | 出口
earnings: quarterly earnings, earnings, quarterly profit, net profit, net income, quarterly result, quarterly loss, operating profit, profit warning | quartalszahl*, quartalsgewinn*, quartalsbericht*, jahresgewinn*, betriebsgewinn*, gewinnwarnung*, umsatz und gewinn, nettogewinn*, bilanz* | net kâr*, net kar*, çeyrek kâr*, çeyrek bilanço*, bilanço*, zarar açıkla* | 净利润, 财报, 业绩, 季度利润, 营收
~sales: car sales, vehicle sales, retail sales, sales figures, auto sales, sales rose, sales fell, deliveries, new registrations | absatz*, absatzzahl*, verkaufszahl*, neuzulassung*, zulassungszahl*, auslieferung* | satış rakam*, satışlar*, teslimat* | 销量, 交付量, 交付
~prices: price cut, price increase, price rise, price hike, price war | preissenkung*, preiserhöhung*, preiskrieg*, preiskampf*, rabattschlacht* | fiyat indirim*, fiyat artış*, fiyat savaş*, zam yap* | 降价, 涨价, 价格战
factories: factory, car plant, assembly plant, battery plant, plant in, gigafactory, production line | werk, werks, werke, werken, fabrik*, produktionsstandort* | fabrika*, üretim tesis*, üretim hat* | 工厂, 生产线, 产能
supply chains: supply chain, supply shortage, chip shortage | lieferkette*, lieferengpass*, lieferengpäss* | tedarik zincir* | 供应链
chips: chipmaker, chip maker, semiconductor, microchip, computer chip, memory chip, AI chip, chip plant, chip factory, chip production, chip industry | halbleiter*, chiphersteller*, chipfabrik* | çip, çipler*, çip üret*, yarı iletken*, yarıiletken* | 芯片, 半导体
raw materials: raw material, lithium, cobalt, nickel, rare earth | rohstoff*, seltene* erden, kobalt | ham madde*, hammadde*, lityum*, nadir toprak* | 稀土, 原材料, 锂矿
layoffs: cut # jobs, cuts # jobs, cutting # jobs, slash # jobs, axe # jobs, eliminate # jobs, lays off, laying off, job cut, layoff, lay off, laid off, job cuts, job losses, cutting jobs, cut jobs, redundancies, redundancy | streicht # stellen, # stellen abbau*, # stellen streich*, baut # stellen, stellenabbau*, stellenstreich*, stellenkürzung*, entlassung*, kündigungswelle* | işten çıkar*, işten çıkış*, toplu işten* | 裁员
labour strikes: general strike, walkout, on strike, strike action, go on strike | warnstreik*, streik*, arbeitskampf* | grev* | 罢工
unions: labor union, labour union, trade union, unionize, UAW | gewerkschaft*, betriebsrat* | sendika* | 工会
~jobs: unemployment, jobless, unemployed, jobs report, new jobs, minimum wage, labor market, labour market | arbeitslos*, arbeitsmarkt*, mindestlohn*, arbeitsplätz* | işsiz*, istihdam*, asgari ücret* | 失业, 就业, 最低工资
takeovers: takeover, merger, acquisition, buyout, acquire, acquired, merge | übernahme*, fusion*, übernahmeangebot* | satın al*, birleşme*, devral* | 收购, 并购, 合并
~investment: funding round, venture capital, investor | finanzierungsrunde*, investor*, investition* | yatırım turu*, yatırımcı*, yatırım* | 融资, 投资
startups: startup, start-up | startup*, start-up*, gründer | girişim* | 初创, 创业
IPO: IPO, initial public offering, stock market debut, go public | börsengang* | halka arz* | 首次公开募股, 挂牌上市, 上市首日
shares: share price, stock market, stocks, wall street, shares fell, shares rose, shares of, dow jones | aktie*, aktienkurs*, börse* | hisse*, borsa* | 股价, 股市, 股票
interest rates: interest rate, rate cut, rate hike, rate rise, monetary policy | leitzins*, zinserhöhung*, zinssenkung*, zinsentscheid*, geldpolitik* | faiz*, para politika* | 利率, 加息, 降息, 货币政策
central banks: central bank | notenbank*, zentralbank* | merkez bankas* | 央行, 中央银行
inflation: inflation, consumer price, cost of living | inflation*, teuerung*, verbraucherpreis* | enflasyon*, hayat pahalılığ* | 通胀, 通货膨胀
~economy: economy, recession, GDP, economic growth | wirtschaftswachstum*, rezession*, konjunktur*, bruttoinlandsprodukt* | ekonomi, ekonomik büyüme*, resesyon*, gsyh* | 经济, 国内生产总值, 衰退
banks: bank bailout, bank stress test, banking union, banking sector, lender | banken, bankenunion | bankacılık* | 银行业, 银行
debt: debt ceiling, debt crisis, bailout, government debt, national debt, debt limit, sovereign debt | staatsschuld*, schuldenkrise*, schuldenbremse* | kamu borcu*, borç kriz* | 债务, 债务危机
budget: federal budget, budget deficit, spending bill, budget cuts, government shutdown, sequester | bundeshaushalt*, staatshaushalt*, haushaltsstreit* | bütçe* | 预算, 财政赤字
pensions: pension, retirement age, retirement savings, social security | rente, renten, rentner*, rentenalter*, rentenpaket*, rentenversicherung*, altersvorsorge* | emeklilik*, emekli maaş*, emekliler* | 养老金, 退休
taxes: tax, tax cut, taxation, taxpayer | steuer, steuern, steuersenk*, steuererhöh*, mehrwertsteuer* | vergi indirim*, vergiler*, katma değer vergi*, ötv* | 税收, 减税, 增值税
subsidies: subsidy, tax credit, subsidised, subsidized | subvention*, umweltbonus*, kaufprämie*, förderprämie* | teşvik*, sübvansiyon*, hibe* | 补贴
~housing: housing, mortgage, real estate, home prices | wohnungsbau*, immobilien*, mietpreis*, mieten | konut*, kira artış*, emlak* | 房地产, 房价, 住房
crypto: bitcoin, cryptocurrency, crypto, blockchain, ethereum | kryptowährung* | kripto* | 比特币, 加密货币, 区块链
retail: retailer, supermarket, online shopping, e-commerce | einzelhandel*, onlinehandel* | perakende*, e-ticaret* | 零售, 电商
oil: oil price, crude oil, oil, opec | ölpreis*, rohöl*, erdöl* | petrol fiyat*, ham petrol* | 石油, 原油, 油价
gas: natural gas, gas price, gas pipeline, LNG, fracking | erdgas*, gaspreis*, gaspipeline* | doğalgaz*, doğal gaz* | 天然气
nuclear power: nuclear power, nuclear plant, nuclear reactor, nuclear energy | atomkraft*, kernkraft*, atommeiler* | nükleer santral*, nükleer enerji* | 核电, 核电站
nuclear weapons: nuclear weapon, nuclear deal, nuclear program, nuclear programme, nuclear talks, nuclear test | atomwaffe*, atomprogramm*, atomabkommen* | nükleer silah*, nükleer anlaşma* | 核武器, 核协议
solar power: solar power, solar panel, solar energy, solar farm | photovoltai*, solarenergie*, solaranlage*, solarpark* | güneş enerji*, güneş panel* | 太阳能, 光伏
wind power: wind power, wind farm, wind turbine | windkraft*, windpark*, windenergie* | rüzgar enerji*, rüzgar santral*, rüzgâr enerji* | 风电, 风能
hydrogen: hydrogen, fuel cell | wasserstoff*, brennstoffzelle* | hidrojen*, yakıt hücre* | 氢能, 氢燃料, 燃料电池
power grid: power grid, power line, electricity grid, blackout, power outage | stromnetz*, stromleitung*, stromausfall*, stromanschluss* | elektrik şebeke*, elektrik kesinti* | 电网, 停电
electricity: electricity price, electricity | strompreis* | elektrik fiyat* | 电价, 电力
climate: climate change, global warming, greenhouse gas, carbon emission, emissions, climate policy, paris agreement, carbon tax, net zero | klimawandel*, klimaschutz*, klimaziel*, treibhausgas*, co2-ausstoß* | iklim*, sera gaz*, karbon salım*, emisyon* | 气候, 碳排放, 碳中和, 全球变暖
pollution: pollution, air quality, smog, oil spill | umweltverschmutzung*, feinstaub* | hava kirlili*, çevre kirlili* | 污染
AI: artificial intelligence, AI, machine learning, chatbot, language model, generative AI | künstliche* intelligenz, KI, sprachmodell* | yapay zeka*, yapay zekâ* | 人工智能, 大模型
robots: robot, robotics, humanoid | roboter*, robotik* | robotlar*, insansı robot* | 机器人
smartphones: smartphone, iphone, android phone, mobile phone | handy | akıllı telefon*, cep telefon* | 智能手机, 手机
software: software, software update, operating system, over-the-air | softwareupdate*, software-update*, betriebssystem* | yazılım*, işletim sistem* | 软件, 操作系统
apps: mobile app, app store |  | uygulama mağaza* | 应用商店
cloud computing: cloud computing, cloud service, data center, data centre | rechenzentrum*, rechenzentren* | veri merkez*, bulut bilişim* | 云计算, 数据中心
cybersecurity: cybersecurity, cyber attack, cyberattack, hacker, hacking, hacked, data breach, ransomware, malware | cyberangriff*, hackerangriff*, datenleck* | siber*, veri sızıntı* | 网络攻击, 黑客, 数据泄露, 网络安全
privacy: privacy, surveillance, data protection, wiretap | datenschutz*, überwachung* | kişisel veri*, gizlilik* | 隐私, 监控, 数据保护
social media: social media, social network | soziale* netzwerk*, soziale* medien | sosyal medya* | 社交媒体, 社交网络
antitrust: antitrust, monopoly, competition authority, competition watchdog | kartellamt*, kartellrecht*, wettbewerbshüter* | rekabet kurumu*, rekabet kurulu*, tekel* | 反垄断, 垄断
patents: patent | patent* |  | 专利
space: spacecraft, astronaut, space station, rocket launch, satellite, nasa, asteroid, mars mission | raumfahrt*, raumstation*, weltraum*, satellit* | uzay*, uydu* | 航天, 卫星, 太空, 火箭
science: scientists, researchers found, new study, study found | forscher*, wissenschaftler* | bilim insan*, araştırmacı* | 科学家, 研究人员
elections: election, electoral, ballot, voter, polling station, presidential race, presidential campaign, primary election, caucus | wahl, wahlen, wahlkampf*, bundestagswahl*, landtagswahl*, präsidentschaftswahl*, kommunalwahl* | seçim*, oy kullan*, sandık* | 选举, 大选, 投票
polls: opinion poll, new poll, approval rating | umfrage* | anket* | 民调
~legislation: lawmakers, parliament, legislation, senate vote, house vote | bundestag*, bundesrat*, parlament*, gesetzentwurf* | meclis*, tbmm, milletvekil*, yasa tasarı*, kanun teklif* | 议会, 国会, 立法
impeachment: impeachment, impeach | amtsenthebung* | azil* | 弹劾
corruption: corruption, bribery, bribe, embezzlement, kickback | korruption*, bestechung*, schmiergeld* | yolsuzluk*, rüşvet* | 腐败, 贿赂
immigration: immigration, immigrant, migrant, refugee, asylum, deportation, border wall, dreamers, DACA | einwanderung*, zuwanderung*, flüchtling*, asyl*, migrant*, abschiebung* | göçmen*, mülteci*, sığınmacı*, sınır dışı* | 移民, 难民
health care: health care, healthcare, health insurance, obamacare, affordable care act, medicare, medicaid | gesundheitswesen*, gesundheitsreform*, krankenkasse*, krankenversicherung* | sağlık sigorta*, sağlık sistem* | 医疗, 医保
vaccines: vaccine, vaccination, immunization | impfstoff*, impfung*, impfpflicht* | aşı, aşısı, aşılar*, aşılama* | 疫苗
covid-19: covid-19, covid, coronavirus, pandemic, lockdown | corona-pandemie, coronapandemie | koronavirüs*, pandemi* | 新冠, 疫情, 冠状病毒
~disease: outbreak, ebola, epidemic, cancer, alzheimer | seuche*, krebs, krebserkrankung* | salgın*, kanser* | 癌症, 病毒, 流感
drugs: opioid, drug trafficking, marijuana, cannabis, cocaine, drug cartel | drogenhandel*, rauschgift* | uyuşturucu* | 毒品, 大麻
medicine: clinical trial, FDA approval, pharmaceutical, drugmaker | arzneimittel*, medikament*, pharmakonzern* | ilaç*, klinik araştırma* | 药物, 制药
abortion: abortion, roe v wade, planned parenthood | abtreibung*, schwangerschaftsabbruch* | kürtaj* | 堕胎
same-sex marriage: same-sex marriage, gay marriage, same-sex couple, gay rights, LGBT, transgender | homo-ehe, ehe für alle | eşcinsel* | 同性婚姻
guns: gun control, gun violence, gun law, background check, second amendment, gun owner | waffenrecht*, waffengesetz*, schusswaffe* | silah yasa* | 枪支, 控枪
shootings: shooting, gunman, mass shooting, shooter, shot dead, opened fire | amoklauf*, schießerei* | silahlı saldırı* | 枪击
~police: police officer, police brutality, police shooting | polizist*, polizeieinsatz*, polizei | polis, polisi, emniyet müdürlü* | 警方, 警察
protests: protest, protester, demonstrator, riot | demonstration*, demonstrant*, proteste*, kundgebung* | eylem*, gösterici*, protesto* | 抗议, 示威
~crime: murder, homicide, manslaughter, robbery, kidnapping, stabbing | mord, mordfall*, totschlag*, raubüberfall* | cinayet*, gasp | 谋杀, 抢劫, 犯罪
sexual assault: sexual assault, rape, sexual abuse, sexual harassment, sexual misconduct | vergewaltigung*, sexuelle* missbrauch* | cinsel saldırı*, cinsel taciz*, tecavüz* | 性侵, 性骚扰
~trials: lawsuit, sued, trial, prosecutor, indictment, indicted, pleaded guilty, sentenced, convicted, jury, plaintiff, class action | gerichtsverfahren*, klage, sammelklage*, angeklagt*, staatsanwaltschaft*, urteil* | dava*, savcı*, mahkeme*, tutuklan*, iddianame* | 诉讼, 起诉, 判决, 法院, 检察
death penalty: death penalty, capital punishment, death row, execution by | todesstrafe* | idam* | 死刑
terrorism: terrorism, terrorist, terror attack, suicide bomb, jihadist | terror*, anschlag* | terör*, intihar saldırı* | 恐怖
~history: world war, world war ii, cold war, civil war era, archaeologist, historian, ancient, medieval | weltkrieg*, archäolog*, historiker* | dünya savaş*, arkeolog*, tarihçi* | 世界大战, 考古, 二战
war: war, ceasefire, airstrike, air strike, invasion, missile strike, troops | krieg, kriegs*, waffenruhe*, waffenstillstand*, luftangriff* | savaş*, ateşkes*, hava saldırı* | 战争, 停火, 空袭, 军事
~military: pentagon, armed forces, soldier, air force, navy, drone strike | bundeswehr*, streitkräfte*, rüstung* | silahlı kuvvetler*, savunma sanayi* | 军队, 国防
sanctions: sanction, embargo | sanktion* | yaptırım*, ambargo* | 制裁
spying: spy, espionage, whistleblower | spionage*, geheimdienst* | casus*, istihbarat* | 间谍, 情报
diplomacy: peace talks, peace deal, summit meeting | friedensgespräch*, friedensverhandlung*, gipfeltreffen* | barış görüşme*, barış anlaşma*, zirve toplantı* | 和谈, 峰会, 外交
education: education, student, schools, teacher, universities, college | bildungspolitik*, schüler*, lehrer*, hochschule* | eğitim*, öğretmen*, üniversiteler* | 教育, 学校, 大学
civil rights: civil rights, racism, racial, discrimination, voting rights, affirmative action, white supremacist | rassismus*, diskriminierung* | ırkçı*, ayrımcılık* | 种族, 歧视
women's rights: women's rights, gender equality, feminist, equal pay | frauenrecht*, gleichberechtigung*, frauenquote* | kadın hak*, kadına şiddet* | 女权, 妇女
religion: church, pope, catholic, muslim, islam, christian | papst*, kirche, kirchen, katholi* | kilise*, papa, diyanet*, müslüman* | 教会, 教皇, 宗教
plane crashes: plane crash, flight recorder, black box, crash site | flugzeugabsturz*, flugzeugunglück* | uçak kaza* | 坠机, 空难
aviation: airline, airport, aircraft, airliner | flughafen*, fluggesellschaft*, flugverkehr* | havayolu*, havalimanı*, hava yolu* | 航空, 机场, 航班
trains: railway, railroad, train derail, high-speed rail, high-speed train | bahnstrecke*, bahnverkehr*, zugunglück* | demiryol*, hızlı tren* | 铁路, 高铁
shipping: container ship, cargo ship, shipping, ferry, cruise ship | frachter*, containerschiff*, reederei* | gemi*, yük gemi* | 航运, 货轮
road accidents: car crash, road accident, traffic accident, crashed into | verkehrsunfall*, unfall, unfälle* | trafik kaza* | 车祸, 交通事故, 事故
~safety: safety defect, safety regulator, crash test, safety probe, airbag, brakes | sicherheitsmangel*, crashtest*, airbag*, bremsen | hava yastığ*, fren sistem*, güvenlik açığ* | 安全隐患, 安全气囊, 制动
fires: wildfire, bushfire, forest fire, caught fire, battery fire | waldbrand*, waldbränd*, großbrand*, brand | orman yangın*, yangın* | 火灾, 起火, 山火
storms: hurricane, tornado, typhoon, storm, cyclone | sturm, orkan*, unwetter*, wirbelsturm* | kasırga*, fırtına*, tayfun* | 台风, 飓风, 暴雨
floods: flood, flooding, flash flood | hochwasser*, überschwemmung*, flutkatastrophe* | sel felaket*, sel bask*, taşkın* | 洪水, 洪灾
earthquakes: earthquake, quake, tsunami, aftershock | erdbeben* | deprem* | 地震
drought: drought, heat wave, heatwave | dürre*, hitzewelle* | kuraklık*, sıcak hava dalga* | 干旱, 高温
food: food safety, food price, restaurant | lebensmittel* | gıda* | 食品
farming: farmer, agriculture, crop, harvest | landwirt*, bauern*, ernte* | çiftçi*, tarım*, hasat* | 农业, 农民
animals: wildlife, endangered species, zoo | artenschutz*, wildtier* | yaban hayat* | 野生动物
film: film, movie, box office, actor, actress, hollywood | filmfest*, schauspieler*, kinofilm* | sinema*, oyuncu* | 电影, 演员
music: album, singer, concert, rapper, grammy | sänger*, konzert* | albüm*, şarkıcı*, konser* | 音乐, 歌手
television: television, tv show, tv series, streaming service, netflix | fernseh* | televizyon* | 电视
media: newspaper, journalist, reporter, press freedom | zeitung*, pressefreiheit* | gazete*, gazeteci*, basın özgürlü* | 媒体, 记者
books: book, novel, author, bestseller | roman, buch, bücher | kitap*, kitab* | 小说, 图书
football: football, soccer, premier league, champions league, world cup, fifa, uefa | fußball*, bundesliga*, dfb-pokal* | futbol*, süper lig* | 足球, 世界杯
cricket: cricket, cricketer, test match, batsman | |  | 板球
rugby: rugby, six nations | rugby | ragbi* | 橄榄球
golf: golf, golfer, PGA, ryder cup | golf, golfer* | golf | 高尔夫
boxing: boxing, heavyweight, boxer | boxen, boxkampf*, boxer | boks* | 拳击
ice hockey: ice hockey, NHL | eishockey* | buz hokeyi | 冰球
cycling: cycling, cyclist, tour de france | radrennen*, radsport* | bisiklet turu* | 自行车赛
American football: NFL, super bowl, quarterback, touchdown |  |  |
basketball: basketball, NBA |  | basketbol* | 篮球
baseball: baseball, MLB |  |  | 棒球
tennis: tennis, wimbledon |  | tenis* | 网球
motor racing: formula one, formula 1, grand prix, nascar | formel 1, formula e |  | 方程式
Olympics: olympic, olympic games | olympisch*, olympia* | olimpiyat* | 奥运
doping: doping, steroid | doping* |  | 兴奋剂
tourism: tourist, tourism, holidaymaker | urlauber*, touris* | turist*, turizm* | 旅游, 游客
fashion: fashion, designer | modewoche* | moda* | 时尚
royals: royal family, royal baby, royal wedding, buckingham palace | königshaus* | kraliyet ailesi* | 王室
public transport: public transport, subway, bus fleet, electric bus | nahverkehr*, u-bahn* | toplu taşıma*, metro hattı*, elektrikli otobüs* | 公共交通, 地铁
car sharing: car sharing, carsharing, ride-hailing, ride hailing, ride-sharing |  | araç paylaşım* | 网约车, 共享汽车
motorcycles: motorcycle, motorbike | motorrad* | motosiklet* | 摩托车
e-bikes: e-bike, ebike, electric bike, e-scooter | e-roller* | elektrikli bisiklet*, elektrikli scooter* | 电动自行车
used cars: used car, second-hand car | gebrauchtwagen* | ikinci el araç*, ikinci el otomobil* | 二手车
carmakers: carmaker, automaker, car maker, car manufacturer, auto industry, car industry | autobauer*, autohersteller*, autoindustrie*, automobilindustrie*, automobilhersteller* | otomobil üretici*, otomotiv* | 汽车制造商, 车企, 汽车行业, 汽车产业
trucks: truck, lorry, semi truck | lkw, lastwagen* | kamyon* | 卡车
combustion engines: combustion engine, petrol car, diesel car, diesel engine, diesel vehicle, gasoline car | verbrenner*, verbrennungsmotor*, dieselskandal* | dizel*, içten yanmalı* | 燃油车, 柴油
waiting times: waiting time, waiting list, backlog of orders | lieferzeit*, wartezeit*, warteliste* | bekleme süre*, bekleme liste* | 等待时间, 提车周期
"""

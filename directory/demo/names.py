"""Invented names, from the many places that people who work in three northern cities come from."""

import random

# First names, family names, a language beside English, how often the group is drawn.
GROUPS = (
    (
        "Alison Andrew Bethany Callum Catherine Daniel Dawn Emily Gareth Georgia Hannah Helen Ian Imogen Jack Janet Joanne "
        "Josh Karen Kelly Lauren Lee Lisa Lorraine Mark Martin Megan Nicola Oliver Paul Rebecca Richard Robert Rosie Ruth "
        "Samantha Sean Sharon Sian Simon Stephen Susan Thomas Tracey Victoria Wendy",
        "Ackroyd Armitage Barraclough Bland Booth Brook Clegg Crossley Dewhirst Dyson Earnshaw Firth Garside Greenwood "
        "Haigh Hainsworth Hartley Hebblethwaite Holroyd Illingworth Jagger Kaye Lister Lumb Mallinson Midgley Murgatroyd "
        "Naylor Oddy Pickles Priestley Ramsden Rushworth Schofield Shackleton Sugden Sutcliffe Thackray Uttley Verity "
        "Wainwright Whitaker Wrigglesworth",
        "",
        30,
    ),
    (
        "Aoife Bríd Caoimhe Ciarán Deirdre Eoin Fionnuala Máire Niamh Oisín Pádraig Róisín Seán Siobhán",
        "Brennan Byrne Doyle Gallagher Keane O'Connell O'Dwyer O'Mahony O'Rourke de-Búrca McDermott",
        "",
        7,
    ),
    (
        "Angharad Carys Dafydd Eirlys Gwenllian Ieuan Llinos Rhys",
        "Bevan Cadwaladr Llewellyn Prosser Vaughan-Jones",
        "Welsh",
        2,
    ),
    (
        "Aamir Adeel Aisha Asma Bilal Farah Faisal Hamza Humaira Imran Iqra Javed Khadija Mariam Nadia Nasreen Omar Rukhsana "
        "Saima Samina Shabana Shazia Tahir Tariq Usman Yasmin Zainab Zeeshan",
        "Ahmed Akhtar Ali Ashraf Aslam Aziz Bashir Bhatti Chaudhry Hussain Iqbal Javaid Khan Mahmood Malik Mirza Nawaz "
        "Qureshi Rafiq Rashid Saddiq Sharif Shah ul-Haq Yousaf",
        "Urdu, Punjabi",
        18,
    ),
    (
        "Amrit Baljit Gurpreet Harjinder Jaspreet Kiran Manpreet Navdeep Parminder Rajinder Sukhdeep",
        "Bhogal Dhaliwal Dosanjh Gill Grewal Johal Kaur Sandhu Sidhu Singh Virdee",
        "Punjabi",
        7,
    ),
    (
        "Anjali Bhavna Dipesh Hetal Jignesh Mitesh Nisha Priya Rakesh Sunita",
        "Chauhan Desai Joshi Mistry Parekh Patel Solanki Thakrar Vaghela",
        "Gujarati",
        5,
    ),
    ("Fahmida Jahangir Mohibur Nasima Rezaul Sultana Tanvir", "Chowdhury Islam Miah Rahman Uddin", "Bengali, Sylheti", 3),
    (
        "Agnieszka Bartosz Dorota Grzegorz Joanna Katarzyna Krzysztof Małgorzata Paweł Wojciech",
        "Błaszczyk Kowalczyk Król Łukaszewicz Nowak Pająk Sobczak Wójcik Żak",
        "Polish",
        6,
    ),
    ("Andreea Bogdan Florin Ileana Ștefan", "Constantinescu Ionescu Munteanu Popescu Țurcanu", "Romanian", 2),
    ("Eszter Gábor Ilona László", "Horváth Kovács Szűcs Tóth", "Hungarian", 1),
    ("Kateřina Marek Zuzana Jiří", "Janů Krejčí Petrů Tesařík", "Czech, Slovak", 2),
    (
        "Abimbola Adaeze Chidinma Chukwuemeka Folasade Ngozi Olufemi Oluwaseun Temitope Uchenna",
        "Adebayo Adeyemi Chukwu Eze Nwosu Ogunleye Okafor Okonkwo Olatunji",
        "Yoruba",
        5,
    ),
    ("Chipo Farai Nyasha Rudo Tendai Tinashe", "Chikwanha Dube Mapfumo Moyo Ncube Sibanda", "Shona", 3),
    ("Akosua Ama Kofi Kwabena Kwame Yaa", "Asante Boateng Mensah Osei-Bonsu Owusu", "Twi", 2),
    ("Almaz Biniam Fithawit Selam Yonas", "Gebremedhin Haile Tesfay Woldemichael", "Tigrinya", 2),
    ("Delroy Desmond Jerome Marcia Shanice Winston", "Bailey-Grant Campbell Francis Pinnock Samuels St-Hilaire", "", 4),
    ("Grâce Jean-Baptiste Mireille Thérèse", "Kabongo Mbuyi N'Diaye Tshibangu", "French, Lingala", 2),
    ("Ka-Yan Mei-Ling Siu-Fung Wing-Yee", "Chan Cheung Lau Leung Wong", "Cantonese", 2),
    ("Dilan Hêvî Rebwar Shilan", "Amin Barzanji Karim Rasul", "Kurdish (Sorani)", 2),
    ("Hanan Layla Mustafa Rania Yusuf", "Al-Jabouri El-Sayed Haddad Nasser", "Arabic", 3),
    ("Ifrah Hodan Abdirahman Sagal", "Abdi Farah Warsame Jama", "Somali", 2),
    ("Begoña Iñaki José Nuria", "García-Núñez Ibáñez Muñoz Peña", "Spanish", 1),
    ("Hồng Linh Quang Thảo", "Đặng Nguyễn Phạm Trần", "Vietnamese", 1),
    ("Bjørn Søren Jürgen Zoë", "Ångström Jørgensen Müller Weiß", "German", 1),
)

SAID = {
    "Aoife": "EE-fa",
    "Bríd": "breed",
    "Caoimhe": "KEE-va",
    "Ciarán": "KEER-awn",
    "Eoin": "OH-in",
    "Fionnuala": "fin-OO-la",
    "Niamh": "neev",
    "Oisín": "ush-EEN",
    "Pádraig": "PAW-drig",
    "Róisín": "ro-SHEEN",
    "Siobhán": "shiv-AWN",
    "Angharad": "ang-HA-rad",
    "Gwenllian": "GWEN-hlee-an",
    "Llinos": "HLEE-noss",
    "Chukwuemeka": "chook-weh-MEK-ah",
    "Ngozi": "un-GO-zee",
    "Oluwaseun": "oh-loo-WAH-shay-oon",
    "Małgorzata": "mow-go-ZHA-ta",
    "Grzegorz": "GZHEH-gosh",
    "Wojciech": "VOY-chekh",
    "Krzysztof": "KSHISH-tof",
    "Agnieszka": "ag-NYESH-ka",
    "Paweł": "PAH-vew",
    "Eszter": "ESS-tair",
    "László": "LAH-slo",
    "Ștefan": "SHTEH-fan",
    "Jiří": "YI-rzhee",
    "Hêvî": "heh-VEE",
    "Fithawit": "fit-ha-WEET",
    "Thảo": "tow, as in town",
    "Hồng": "hohm",
    "Siu-Fung": "see-oo FOONG",
    "Iñaki": "in-YAH-kee",
}

KNOWN_AS = {
    "Abdirahman": "Abdi",
    "Abimbola": "Bimbo",
    "Catherine": "Cath",
    "Chukwuemeka": "Emeka",
    "Fionnuala": "Nuala",
    "Folasade": "Sade",
    "Jean-Baptiste": "JB",
    "Katarzyna": "Kasia",
    "Małgorzata": "Gosia",
    "Oluwaseun": "Seun",
    "Samantha": "Sam",
    "Siobhán": "Shiv",
    "Temitope": "Temi",
    "Thomas": "Tom",
    "Victoria": "Vicky",
}

PRONOUNS = ("she/her", "he/him", "they/them", "she/they")


class Names:
    """Draws names nobody has had yet; the same draw gives the same name in every load."""

    def __init__(self):
        self.taken = set()

    def draw(self, source: random.Random) -> dict:
        """The fields of one new person: name, known_as, say_it, languages and pronouns, most of them empty."""
        while True:
            group = source.choices(GROUPS, weights=[group[3] for group in GROUPS])[0]
            family_group = group if source.random() < 0.86 else source.choice(GROUPS)
            first = source.choice(group[0].split())
            family = source.choice(family_group[1].split()).replace("de-", "de ")
            if source.random() < 0.04:
                family += "-" + source.choice(GROUPS[0][1].split())
            name = f"{first} {family}"
            if name not in self.taken:
                break
        self.taken.add(name)
        return {
            "name": name,
            "known_as": KNOWN_AS.get(first, "") if source.random() < 0.6 else "",
            "say_it": SAID.get(first, "") if source.random() < 0.8 else "",
            "languages": group[2] if source.random() < 0.45 else "",
            "pronouns": source.choice(PRONOUNS) if source.random() < 0.18 else "",
        }

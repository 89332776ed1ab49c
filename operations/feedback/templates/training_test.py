"""A test before and after a training on associations and their work with public bodies.

Sources of the right answers: Turkish Civil Code (4721), articles 56, 57, 59 and 102; Associations
Act (5253), articles 10, 21 and 27; Associations Regulation of 31 March 2005, article 83; Right to
Information Act (4982), article 11. Whoever teaches something else changes the questions.
"""

from operations.feedback.templates.pieces import FormTemplate, Words, heading, tested

_QUESTIONS = [
    tested(
        "test_founders",
        "Dernek kurmak için en az kaç kişi gerekir?",
        "How many people at least does it take to found an association in Türkiye?",
        right=Words("Yedi", "Seven"),
        wrong=[Words("Üç", "Three"), Words("Beş", "Five"), Words("On", "Ten")],
        place=3,
    ),
    tested(
        "test_permission",
        "Dernek kurmak için önceden kimden izin alınır?",
        "Whose permission must be asked before an association is founded?",
        right=Words("Kimseden: izin gerekmez", "Nobody’s: no permission is needed"),
        wrong=[
            Words("Valilikten", "The governor’s"),
            Words("İçişleri Bakanlığından", "The Ministry of Interior’s"),
            Words("Asliye hukuk mahkemesinden", "The civil court’s"),
        ],
        place=4,
    ),
    tested(
        "test_legal_person",
        "Dernek tüzel kişiliğini ne zaman kazanır?",
        "When does an association become a legal person?",
        right=Words(
            "Kuruluş bildirimi ve tüzük mülki amirliğe verildiğinde",
            "When its notice of foundation and statutes are handed to the local authority",
        ),
        wrong=[
            Words("İlk genel kurul yapıldığında", "When its first general assembly has met"),
            Words("Mahkeme siciline yazıldığında", "When the court has entered it in its register"),
            Words("Resmî Gazetede yayımlandığında", "When the Official Gazette has published it"),
        ],
        place=1,
    ),
    tested(
        "test_foundation",
        "Vakıf tüzel kişiliğini nasıl kazanır?",
        "How does a foundation (vakıf) become a legal person?",
        right=Words(
            "Mahkeme nezdindeki sicile tescil edilerek",
            "By entry in the register kept at the court",
        ),
        wrong=[
            Words("Valiliğe bildirimde bulunarak", "By notice to the governor"),
            Words("Cumhurbaşkanı kararıyla", "By decision of the President"),
            Words("Noterde senet düzenleyerek", "By a deed before a notary"),
        ],
        place=2,
    ),
    tested(
        "test_declaration",
        "Dernekler yıllık beyannamesini ne zamana kadar verir?",
        "By when do associations hand in their yearly declaration?",
        right=Words("Nisan sonuna kadar", "By the end of April"),
        wrong=[
            Words("Ocak sonuna kadar", "By the end of January"),
            Words("Mart sonuna kadar", "By the end of March"),
            Words("Aralık sonuna kadar", "By the end of December"),
        ],
        place=3,
    ),
    tested(
        "test_foreign_aid",
        "Bir dernek yurt dışından nakdî yardım alırken ne yapar?",
        "What does an association do when it receives money from abroad?",
        right=Words(
            "Önceden bildirimde bulunur ve yardımı banka aracılığıyla alır",
            "It gives notice beforehand and receives the money through a bank",
        ),
        wrong=[
            Words("İçişleri Bakanlığından izin alır", "It asks the Ministry of Interior"),
            Words("Yardımı aldıktan sonra beyan eder", "It declares the money afterwards"),
            Words("Bir şey yapması gerekmez", "It has nothing to do"),
        ],
        place=2,
    ),
    tested(
        "test_information",
        "Bilgi edinme başvurusuna kurum kural olarak kaç iş günü içinde yanıt verir?",
        "Within how many working days must an institution as a rule answer a request for "
        "information?",
        right=Words("15", "15"),
        wrong=[Words("7", "7"), Words("45", "45"), Words("60", "60")],
        place=2,
    ),
    tested(
        "test_joint_project",
        "Bir kamu kurumu, dernekle yürüttüğü ortak projenin maliyetine en çok ne kadar katkı "
        "sağlayabilir?",
        "How much of the cost of a joint project with an association may a public body bear at "
        "most?",
        right=Words("Yarısı", "Half"),
        wrong=[
            Words("Dörtte biri", "A quarter"),
            Words("Dörtte üçü", "Three quarters"),
            Words("Tamamı", "All of it"),
        ],
        place=2,
    ),
]

TRAINING_TEST = FormTemplate(
    title=Words("Eğitim: önce ve sonra sınav", "Training: test before and after"),
    about=Words(
        "Dernekler mevzuatı üzerine sekiz soru, doğru yanıtları belirlenmiş. Adla yanıtlanır: "
        "belge için gerekir. Soruları anlattığınız konuya göre değiştirin.",
        "Eight questions on the law of associations, with the right answers set. Answered by name: "
        "the certificate needs it. Change the questions to what you teach.",
    ),
    named=True,
    pages=[
        [
            heading(
                "part_test",
                "Ne kadar biliyorsunuz?",
                "How much do you know?",
                help=Words(
                    "Bilmediğiniz bir soruda “Bilmiyorum”u seçin; böylece eğitimin ne kattığı "
                    "görülür.",
                    "Where you do not know, choose “I do not know”: so it can be seen what the "
                    "training adds.",
                ),
            ),
            *_QUESTIONS,
        ]
    ],
)

-- Velmara Flow, an invented maker of industrial pumps and valves: 63 customers and one branch of its
-- own, three years of invoice lines, costs, contracts, pipeline, wallets and assessed criteria.
-- Every name and every figure is made up. Nothing here is random: jitter comes from SHA-256 of a
-- label, so every server and every version of PostgreSQL builds the same company to the cent.

BEGIN;
CREATE SCHEMA velmara;
SET LOCAL search_path = velmara;

-- A number in [0, 1) that depends on the label alone.
CREATE FUNCTION noise(label text) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (get_byte(sha256(convert_to(label, 'UTF8')), 0) * 256
        + get_byte(sha256(convert_to(label, 'UTF8')), 1))::numeric / 65536;

-- ---------------------------------------------------------------------------------------- tables

CREATE TABLE account (
    account_id          int PRIMARY KEY,
    name                text NOT NULL UNIQUE,
    parent_account_id   int REFERENCES account,
    country             text NOT NULL,
    region              text NOT NULL,
    industry            text NOT NULL,
    segment             text NOT NULL,
    owner               text NOT NULL,
    is_internal         boolean NOT NULL,
    created_on          date NOT NULL
);

CREATE TABLE site (
    site                text PRIMARY KEY,
    account_id          int NOT NULL REFERENCES account,
    country             text NOT NULL
);

CREATE TABLE product (
    product             text PRIMARY KEY,
    family              text NOT NULL,
    kind                text NOT NULL
);

CREATE TABLE invoice_line (
    line_id             int PRIMARY KEY,
    account_id          int NOT NULL REFERENCES account,
    booked_on           date NOT NULL,
    amount              numeric(12,2) NOT NULL,
    currency            text NOT NULL DEFAULT 'EUR',
    product             text NOT NULL REFERENCES product,
    site                text NOT NULL REFERENCES site,
    country             text NOT NULL,
    kind                text NOT NULL
);

CREATE TABLE cost (
    account_id          int NOT NULL REFERENCES account,
    incurred_on         date NOT NULL,
    amount              numeric(12,2) NOT NULL,
    currency            text NOT NULL DEFAULT 'EUR',
    kind                text NOT NULL
);

CREATE TABLE contract (
    contract_id         int PRIMARY KEY,
    account_id          int NOT NULL REFERENCES account,
    starts_on           date NOT NULL,
    ends_on             date NOT NULL,
    annual_value        numeric(12,2) NOT NULL,
    currency            text NOT NULL DEFAULT 'EUR',
    notice_days         int NOT NULL,
    auto_renew          boolean NOT NULL,
    is_framework        boolean NOT NULL
);

CREATE TABLE opportunity (
    opportunity_id      int PRIMARY KEY,
    account_id          int NOT NULL REFERENCES account,
    amount              numeric(12,2) NOT NULL,
    probability         numeric(3,2) NOT NULL,
    stage               text NOT NULL,
    product             text NOT NULL REFERENCES product,
    kind                text NOT NULL,
    created_on          date NOT NULL,
    closes_on           date NOT NULL,
    is_won              boolean NOT NULL,
    is_closed           boolean NOT NULL
);

-- What a customer spends a year on pumps, valves and their service, with whomever. NULL: we asked
-- and do not know. No row: nobody asked.
CREATE TABLE wallet (
    account_id          int NOT NULL REFERENCES account,
    as_of               date NOT NULL,
    amount              numeric(12,2),
    method              text NOT NULL
);

-- Answers to the questionnaire of each autumn: "would you recommend us?" from 0 to 10 (nps), "how
-- satisfied are you?" from 1 to 5 (csat). NULL: asked, and no answer.
CREATE TABLE survey (
    account_id          int NOT NULL REFERENCES account,
    answered_on         date NOT NULL,
    kind                text NOT NULL CHECK (kind IN ('nps', 'csat')),
    respondent          text NOT NULL,
    score               int,
    PRIMARY KEY (account_id, answered_on, kind, respondent)
);

-- What we promised and when we kept it: spare parts at the plant, an engineer on site. NULL: open.
CREATE TABLE service_level (
    ticket              int PRIMARY KEY,
    account_id          int NOT NULL REFERENCES account,
    metric              text NOT NULL,
    due_at              timestamp NOT NULL,
    resolved_at         timestamp
);

CREATE TABLE criterion (
    criterion           text PRIMARY KEY,
    family              text NOT NULL CHECK (family IN
                        ('potential', 'profitability', 'risk', 'strategic impact', 'fit')),
    question            text NOT NULL,
    weight              numeric NOT NULL CHECK (weight > 0),
    worst               numeric NOT NULL,
    best                numeric NOT NULL CHECK (best <> worst),
    is_assessed         boolean NOT NULL
);

-- Marks from 0 to 10 given by the account teams. NULL: the team could not say.
CREATE TABLE assessment (
    account_id          int NOT NULL REFERENCES account,
    criterion           text NOT NULL REFERENCES criterion,
    mark                numeric,
    PRIMARY KEY (account_id, criterion)
);

-- ------------------------------------------------------------------------------ the hand-made part

-- Revenue per year in thousands of euros, before credit notes; first and last month of business
-- where they are not the first and the last of the three years; cost of goods and cost to serve in
-- percent of revenue; wallet in thousands; marks in the order growth, payment, reference,
-- innovation, technical fit, access to decision makers.
CREATE TEMP TABLE roster (
    account_id int, parent_id int, name text, country text, region text, industry text, owner text,
    since date, r2023 int, r2024 int, r2025 int, first_month date, last_month date,
    cogs int, serve int, wallet int, marks int[], sites text[]
) ON COMMIT DROP;

INSERT INTO roster VALUES
( 1, NULL, 'Oderland Chemie AG',        'DE', 'Central',  'Chemicals', 'Ines Falkner',     '2009-03-02',  480,  520,  560, NULL, NULL, 66,  9, 5200, '{7,9,9,6,8,9}',          '{Leuna,Schwedt}'),
( 2, 1,    'Oderland Polymers GmbH',    'DE', 'Central',  'Chemicals', 'Ines Falkner',     '2010-05-17', 1350, 1480, 1420, NULL, NULL, 67,  8, NULL, NULL,                     '{Schkopau,Marl}'),
( 3, 2,    'Oderland Polymers Polska',  'PL', 'Central',  'Chemicals', 'Tomasz Wirga',     '2014-09-01',  760,  905, 1040, NULL, NULL, 65, 10, NULL, NULL,                     '{Płock}'),
( 4, 1,    'Oderland Agro NV',          'BE', 'West',     'Chemicals', 'Clara Ostendorp',  '2012-01-23',  640,  590,  610, NULL, NULL, 64, 11, NULL, NULL,                     '{Gent}'),
( 5, NULL, 'Castellane Eaux SA',        'FR', 'West',     'Water',     'Amélie Castrac',   '2011-06-06',  890,  960, 1130, NULL, NULL, 52,  9, 4100, '{9,8,9,7,9,8}',          '{Lyon,Nantes}'),
( 6, 5,    'Castellane Eaux Sud',       'FR', 'West',     'Water',     'Amélie Castrac',   '2013-02-11',  310,  340,  395, NULL, NULL, 53, 10, NULL, NULL,                     '{Toulon}'),
( 7, 5,    'Castellane Maroc',          'MA', 'South',    'Water',     'Rui Valadas',      '2024-05-21',    0,  120,  240, '2024-06-01', NULL, 58, 15, NULL, NULL,             '{Agadir}'),
( 8, NULL, 'Brightmoor Foods plc',      'GB', 'North',    'Food',      'Jonas Reuterdal',  '2010-10-04',  420,  450,  905, NULL, NULL, 58, 10, NULL, '{6,8,7,5,7,NULL}',       '{Hull,Carlisle}'),
( 9, 8,    'Brightmoor Dairy Ltd',      'GB', 'North',    'Food',      'Jonas Reuterdal',  '2012-04-16',  510,  470,    0, NULL, '2024-12-01', 59, 12, NULL, NULL,             '{Taunton}'),
(10, 8,    'Brightmoor Bakeries',       'GB', 'North',    'Food',      'Jonas Reuterdal',  '2015-08-03',  230,  245,  260, NULL, NULL, 57, 12, NULL, NULL,                     '{Luton}'),
(11, NULL, 'Norddal Marine AS',         'NO', 'North',    'Marine',    'Jonas Reuterdal',  '2008-11-10',  720,  610,  540, NULL, NULL, 60, 14, 1900, '{4,7,6,4,7,6}',          '{Ålesund,Bergen}'),
(12, 11,   'Norddal Offshore Services', 'NO', 'North',    'Marine',    'Jonas Reuterdal',  '2013-07-15',  290,  215,  150, NULL, NULL, 61, 17, NULL, NULL,                     '{Stavanger}'),
(13, NULL, 'Fjellbru Paper AB',         'SE', 'North',    'Materials', 'Jonas Reuterdal',  '2011-02-28',  560,  575,  590, NULL, NULL, 56,  9, 1500, '{6,9,7,6,8,7}',          '{Sundsvall}'),
(14, 13,   'Fjellbru Tissue AB',        'SE', 'North',    'Materials', 'Jonas Reuterdal',  '2016-03-14',  180,  240,  310, NULL, NULL, 54,  9, NULL, NULL,                     '{Örebro}'),
(15, NULL, 'Kestrelin Pharma AG',       'CH', 'Central',  'Pharma',    'Ines Falkner',     '2015-01-12',  690,  840, 1015, NULL, NULL, 44, 10, 2600, '{9,9,9,10,9,8}',         '{Visp,Basel}'),
(16, NULL, 'Lumavita Biotech BV',       'NL', 'West',     'Pharma',    'Clara Ostendorp',  '2024-04-08',    0,  180,  520, '2024-05-01', NULL, 43, 16, 1400, '{10,8,8,9,8,NULL}', '{Leiden}'),
(17, NULL, 'Sankt Aurel Brauerei',      'DE', 'Central',  'Food',      'Ines Falkner',     '2009-09-07',  340,  355,  350, NULL, NULL, 57,  9, NULL, '{3,9,4,3,7,8}',          '{Kulmbach}'),
(18, NULL, 'Veldhaven Terminals',       'NL', 'West',     'Energy',    'Clara Ostendorp',  '2010-12-13',  610,  640,  455, NULL, NULL, 62, 12, 1300, '{4,6,5,3,6,5}',          '{Moerdijk,Terneuzen}'),
(19, NULL, 'Morawka Refining',          'PL', 'Central',  'Energy',    'Tomasz Wirga',     '2012-08-20',  980,  870,  760, NULL, NULL, 68, 12, 3400, '{5,5,6,4,6,4}',          '{Gdynia}'),
(20, NULL, 'Aquilonia Water Board',     'IT', 'South',    'Water',     'Rui Valadas',      '2014-05-05',  450,  470,  520, NULL, NULL, 54, 12, NULL, '{7,4,7,5,8,7}',          '{Bari,Foggia}'),
(21, NULL, 'Torreblanca Química',       'ES', 'South',    'Chemicals', 'Rui Valadas',      '2013-10-21',  520,  560,  640, NULL, NULL, 55, 10, 1100, '{7,7,6,6,8,7}',          '{Tarragona}'),
(22, NULL, 'Dunmara Distillers',        'GB', 'North',    'Food',      'Jonas Reuterdal',  '2017-03-27',  260,  310,  335, NULL, NULL, 50,  9, NULL, '{7,9,8,5,8,NULL}',       '{Elgin}'),
(23, NULL, 'Helvarine Coatings',        'CH', 'Central',  'Chemicals', 'Ines Falkner',     '2012-06-18',  380,  395,  180, NULL, NULL, 57, 13,  600, '{2,8,4,3,5,4}',          '{Olten}'),
(24, NULL, 'Stadtwerke Ahrenfels',      'DE', 'Central',  'Water',     'Ines Falkner',     '2009-01-19',  300,  305,  310, NULL, NULL, 55, 10,  420, '{2,10,5,3,8,9}',         '{Ahrenfels}'),
(25, NULL, 'Zuckerwerk Altmoor',        'DE', 'Central',  'Food',      'Ines Falkner',     '2011-04-04',  410,  380,  430, NULL, NULL, 60, 11, NULL, '{4,8,5,NULL,7,6}',       '{Altmoor}'),
(26, NULL, 'Oyarvik Salmon',            'NO', 'North',    'Food',      'Jonas Reuterdal',  '2021-09-13',  150,  210,  290, NULL, NULL, 49, 14,  750, '{9,7,7,8,8,7}',          '{Bodø}'),
(27, NULL, 'Porto Seral Shipyard',      'PT', 'South',    'Marine',    'Rui Valadas',      '2013-11-25',  330,  360,  120, NULL, NULL, 63, 15, NULL, '{2,3,4,2,5,3}',          '{Setúbal}'),
(28, NULL, 'Granvelle Papiers',         'FR', 'West',     'Materials', 'Amélie Castrac',   '2010-02-15',  470,    0,    0, NULL, '2023-12-01', 61, 12, NULL, NULL,             '{Besançon}'),
(29, NULL, 'Silvenna Steel',            'CZ', 'Central',  'Materials', 'Tomasz Wirga',     '2012-12-03',  540,  500,  565, NULL, NULL, 62, 10, 1600, '{6,6,6,5,7,6}',          '{Třinec}'),
(30, NULL, 'Tarnholm Energi',           'DK', 'North',    'Energy',    'Jonas Reuterdal',  '2016-05-30',  420,  520,  640, NULL, NULL, 51,  9, 1500, '{9,9,8,8,8,8}',          '{Esbjerg}'),
(31, NULL, 'Marisol Desalination',      'ES', 'South',    'Water',     'Rui Valadas',      '2025-02-10',    0,    0,  410, '2025-03-01', NULL, 57, 17, 2200, '{10,NULL,8,7,8,NULL}', '{Almería}'),
(32, NULL, 'Quennby Chemicals',         'GB', 'North',    'Chemicals', 'Jonas Reuterdal',  '2014-08-11',  350,    0,  285, NULL, NULL, 59, 13, NULL, '{5,7,5,4,NULL,NULL}',    '{Runcorn}'),
(33, NULL, 'Bergamar Valvole',          'IT', 'South',    'Machinery', 'Rui Valadas',      '2015-10-19',  290,  300,  240, NULL, NULL, 64, 10, NULL, '{3,6,3,3,5,5}',          '{Lecco}'),
(34, NULL, 'Ulmenrode Maschinenbau',    'DE', 'Central',  'Machinery', 'Ines Falkner',     '2010-07-26',  610,  655,  700, NULL, NULL, 59,  8, 1000, '{6,9,6,7,8,8}',          '{Ulmenrode}'),
(35, NULL, 'Zephyrline Turbines',       'DE', 'Central',  'Energy',    'Ines Falkner',     '2024-07-29',    0,   95,  340, '2024-09-01', NULL, 48, 15, 1800, '{10,8,8,9,8,6}',  '{Cuxhaven}'),
(36, NULL, 'Laguna Verde Foods',        'IT', 'South',    'Food',      'Rui Valadas',      '2018-02-05',  190,  205,  220, NULL, NULL, 56, 13, NULL, '{5,6,4,4,7,6}',          '{Parma}'),
(37, NULL, 'Pulpwerk Stillach',         'AT', 'Central',  'Materials', 'Tomasz Wirga',     '2013-03-18',  420,   60,   90, NULL, NULL, 63, 18, NULL, '{3,6,2,3,4,3}',          '{Stillach}'),
(38, NULL, 'Karstadal Mining',          'SE', 'North',    'Materials', 'Jonas Reuterdal',  '2014-06-02',  380,  420,  470, NULL, NULL, 55, 11, 1250, '{8,8,7,6,8,6}',          '{Gällivare}'),
(39, NULL, 'Vitrelle Glass',            'FR', 'West',     'Materials', 'Amélie Castrac',   '2013-09-30',  260,  240,  225, NULL, NULL, 58, 12, NULL, '{3,7,4,3,6,5}',          '{Chalon}'),
(40, NULL, 'Terevia Pharma',            'HU', 'Central',  'Pharma',    'Tomasz Wirga',     '2017-11-06',  240,  285,  330, NULL, NULL, 46, 12,  520, '{7,7,6,7,8,6}',          '{Debrecen}'),
(41, NULL, 'Rhonetal Aromatics',        'CH', 'Central',  'Chemicals', 'Ines Falkner',     '2015-05-11',  230,  225,    0, NULL, '2024-11-01', 52, 12, NULL, NULL,             '{Sion}'),
(42, NULL, 'Waterschap Hollemeer',      'NL', 'West',     'Water',     'Clara Ostendorp',  '2012-10-08',  210,  220,  260, NULL, NULL, 53, 10,  300, '{4,10,5,5,9,8}',         '{Hollemeer}'),
(43, NULL, 'Castro Lumen Energia',      'PT', 'South',    'Energy',    'Rui Valadas',      '2019-01-28',  160,  175,  190, NULL, NULL, 54, 13, NULL, '{6,5,5,NULL,6,NULL}',    '{Sines}'),
(44, NULL, 'Bohdanka Cukier',           'PL', 'Central',  'Food',      'Tomasz Wirga',     '2016-09-12',  140,  130,  145, NULL, NULL, 61, 12, NULL, '{3,6,3,2,6,NULL}',       '{Bohdanka}'),
(45, NULL, 'Skagerborg Ferries',        'DK', 'North',    'Marine',    'Jonas Reuterdal',  '2018-06-25',  180,  200,  215, NULL, NULL, 55, 13,  400, '{5,8,6,5,7,7}',          '{Frederikshavn}'),
(46, NULL, 'Saarmarin Yards',           'FI', 'North',    'Marine',    'Jonas Reuterdal',  '2024-01-15',    0,  140,   95, '2024-02-01', NULL, 62, 17, NULL, '{4,NULL,4,NULL,5,NULL}', '{Turku}'),
(47, NULL, 'Albadoro Pasta',            'IT', 'South',    'Food',      'Rui Valadas',      '2017-04-24',  120,    0,    0, NULL, '2023-12-01', 58, 14, NULL, NULL,             '{Foggia Nord}'),
(48, NULL, 'Ennsgrund Wasserkraft',     'AT', 'Central',  'Energy',    'Tomasz Wirga',     '2011-11-14',  270,  290,  310, NULL, NULL, 50, 10,  280, '{3,10,6,5,9,8}',         '{Ennsgrund}'),
(49, NULL, 'Tessaly Cement',            'GR', 'South',    'Materials', 'Rui Valadas',      '2015-02-16',  200,  160,  130, NULL, NULL, 64, 16, NULL, '{2,3,3,2,5,NULL}',       '{Volos}'),
(50, NULL, 'Kalmena Tyres',             'CZ', 'Central',  'Machinery', 'Tomasz Wirga',     '2018-10-01',  170,  185,    0, NULL, '2024-12-01', 60, 12, NULL, NULL,             '{Zlín}'),
(51, NULL, 'Lindqvarn Robotics',        'SE', 'North',    'Machinery', 'Jonas Reuterdal',  '2024-09-02',    0,   60,  210, '2024-10-01', NULL, 47, 14,  900, '{9,8,7,9,7,7}',   '{Västerås}'),
(52, NULL, 'Maasoever Chemie',          'NL', 'West',     'Chemicals', 'Clara Ostendorp',  '2013-01-07',  310,  330,  350, NULL, NULL, 56, 10,  800, '{5,8,5,5,7,7}',          '{Geleen}'),
(53, NULL, 'Ardenne Lait',              'BE', 'West',     'Food',      'Clara Ostendorp',  '2016-11-21',  150,  165,  180, NULL, NULL, 54, 11, NULL, '{5,8,5,4,7,6}',          '{Bastogne}'),
(54, NULL, 'Corvina Wines',             'ES', 'South',    'Food',      'Rui Valadas',      '2019-07-08',   60,   70,   55, NULL, NULL, 52, 18, NULL, '{3,7,3,2,6,NULL}',       '{Haro}'),
(55, NULL, 'Petrova Galvanics',         'BG', 'South',    'Materials', 'Rui Valadas',      '2020-03-16',   45,   50,   60, NULL, NULL, 55, 19, NULL, '{5,6,2,3,6,NULL}',       '{Plovdiv}'),
(56, NULL, 'Sologne Pharma',            'FR', 'West',     'Pharma',    'Amélie Castrac',   '2019-05-27',   95,  110,  125, NULL, NULL, 45, 14,  310, '{6,8,5,6,8,6}',          '{Blois}'),
(57, NULL, 'Glenmorrow Water',          'GB', 'North',    'Water',     'Jonas Reuterdal',  '2016-02-22',  130,  145,    0, NULL, '2024-10-01', 56, 14, NULL, NULL,             '{Perth}'),
(58, NULL, 'Baltreva Terminals',        'LT', 'North',    'Energy',    'Jonas Reuterdal',  '2025-05-12',    0,    0,  165, '2025-06-01', NULL, 55, 18, NULL, '{8,NULL,6,NULL,NULL,NULL}', '{Klaipėda}'),
(59, NULL, 'Ostfeld Lackwerke',         'DE', 'Central',  'Chemicals', 'Ines Falkner',     '2017-08-14',   85,   80,   90, NULL, NULL, 57, 15, NULL, '{3,8,3,3,6,6}',          '{Ostfeld}'),
(60, NULL, 'Murgia Olive Mills',        'IT', 'South',    'Food',      'Rui Valadas',      '2018-11-12',   40,    0,   45, NULL, NULL, 55, 20, NULL, '{4,5,3,2,5,NULL}',       '{Andria}'),
(61, NULL, 'Kivisalmi Paper',           'FI', 'North',    'Materials', 'Jonas Reuterdal',  '2013-05-06',  330,  350,  370, NULL, NULL, 57, 10,  640, '{4,9,5,4,8,7}',          '{Kemi}'),
(62, NULL, 'Rovenský Armaturen',        'SK', 'Central',  'Machinery', 'Tomasz Wirga',     '2019-10-07',  110,  120,  135, NULL, NULL, 58, 11, NULL, '{5,7,4,4,6,NULL}',       '{Žilina}'),
(63, NULL, 'Falkonera Aviation Fuels',  'IT', 'South',    'Energy',    'Rui Valadas',      '2020-06-29',  125,  150,  170, NULL, NULL, 54, 12, NULL, '{6,6,5,5,7,5}',          '{Livorno}'),
-- Our own sales branch: invoiced like a customer, but no customer.
(64, NULL, 'Velmara Flow Ibérica',      'ES', 'South',    'Machinery', 'Rui Valadas',      '2008-01-07',  900,  950,  980, NULL, NULL, 80,  3, NULL, NULL,                     '{Zaragoza}');

INSERT INTO account
SELECT account_id, name, parent_id, country, region, industry,
       CASE WHEN greatest(r2023, r2024, r2025) >= 400 THEN 'large'
            WHEN greatest(r2023, r2024, r2025) >= 150 THEN 'medium'
            ELSE 'small' END,
       owner, account_id = 64, since
FROM roster;

INSERT INTO site
SELECT site, account_id, country
FROM roster, unnest(sites) AS site;

INSERT INTO product VALUES
    ('Process pump P200',       'Pumps',   'one_off'),
    ('Booster set B80',         'Pumps',   'one_off'),
    ('Control valve V40',       'Valves',  'one_off'),
    ('Mechanical seal kit',     'Spares',  'usage'),
    ('Impeller and bearing kit','Spares',  'usage'),
    ('Flow sensor S7',          'Sensors', 'one_off'),
    ('Maintenance contract',    'Service', 'recurring'),
    ('Field service',           'Service', 'service');

INSERT INTO criterion VALUES
    ('growth',          'potential',        'How fast will its need grow? (mark)',             8,  0,       10,    true),
    ('pipeline',        'potential',        'Open offers x probability, in euros',            10,  0,   400000,    false),
    ('white space',     'potential',        'Wallet that others hold, in euros',              10,  0,  1500000,    false),
    ('margin',          'profitability',    'Contribution margin, ratio',                     13,  0.10,    0.40, false),
    ('cost to serve',   'profitability',    'Delivery, support and sales cost, ratio',         5,  0.20,    0.05, false),
    ('payment',         'risk',             'Does it pay on time? (mark)',                     5,  0,       10,    true),
    ('contract',        'risk',             'Months left on the frame contract',               9,  0,       24,    false),
    ('reference',       'strategic impact', 'Do others buy because it buys? (mark)',           8,  0,       10,    true),
    ('innovation',      'strategic impact', 'Does it develop with us? (mark)',                 7,  0,       10,    true),
    ('revenue',         'strategic impact', 'Revenue of the year, in euros',                  10,  0,  1000000,    false),
    ('technical fit',   'fit',              'Does our range fit its plants? (mark)',           8,  0,       10,    true),
    ('access',          'fit',              'Do we reach its decision makers? (mark)',         7,  0,       10,    true);

INSERT INTO assessment
SELECT account_id, criterion, mark
FROM roster,
     unnest(ARRAY['growth', 'payment', 'reference', 'innovation', 'technical fit', 'access'], marks)
         AS m (criterion, mark)
WHERE marks IS NOT NULL;

-- A third of the unknown wallets were asked for in vain; for the rest there is no row at all.
INSERT INTO wallet
SELECT account_id, DATE '2025-06-30', wallet * 1000,
       CASE WHEN wallet IS NULL THEN 'declined to say'
            WHEN account_id % 3 = 0 THEN 'plant survey'
            ELSE 'customer interview' END
FROM roster
WHERE parent_id IS NULL AND account_id <> 64
  AND (wallet IS NOT NULL OR account_id % 3 = 0);

-- -------------------------------------------------------------------------------- the grown part

-- Invoices: up to four a month for large customers, some months without one for the small. A year's
-- lines share out the year's revenue by season and jitter, so the roster decides the totals.
INSERT INTO invoice_line (line_id, account_id, booked_on, amount, product, site, country, kind)
WITH revenue_year AS (
    SELECT account_id, country, sites, year, revenue, first_month, last_month,
           CASE WHEN revenue >= 900 THEN 4 WHEN revenue >= 400 THEN 3
                WHEN revenue >= 150 THEN 2 ELSE 1 END AS lines
    FROM roster, unnest(ARRAY[2023, 2024, 2025], ARRAY[r2023, r2024, r2025]) AS y (year, revenue)
    WHERE revenue > 0
),
slot AS (
    SELECT account_id, country, sites, year, revenue, month, line,
           format('%s/%s/%s/%s', account_id, year, month, line) AS label,
           (ARRAY[85, 90, 110, 100, 95, 105, 80, 70, 110, 115, 120, 120])[month]
               * (0.4 + noise(format('size %s/%s/%s/%s', account_id, year, month, line))) AS share
    FROM revenue_year, generate_series(1, 12) AS month, generate_series(1, lines) AS line
    WHERE make_date(year, month, 1) BETWEEN coalesce(first_month, DATE '2023-01-01')
                                        AND coalesce(last_month, DATE '2025-12-01')
      -- One customer stopped in October 2023 and came back in February 2025.
      AND NOT (account_id = 32 AND make_date(year, month, 1) BETWEEN '2023-11-01' AND '2025-01-01')
),
kept AS (
    SELECT *, CASE year WHEN 2023 THEN 0 WHEN 2024 THEN 1 ELSE 2 END * 12 + month AS position
    FROM slot
    WHERE noise('keep ' || label) < 0.8 OR (line = 1 AND month IN (6, 9))
),
invoice AS (
    SELECT account_id, country, label,
           sites[1 + floor(noise('site ' || label) * cardinality(sites))::int] AS site,
           (ARRAY['Process pump P200', 'Process pump P200', 'Booster set B80', 'Control valve V40',
                  'Control valve V40', 'Mechanical seal kit', 'Mechanical seal kit',
                  'Impeller and bearing kit', 'Flow sensor S7', 'Maintenance contract',
                  'Maintenance contract', 'Field service'])
               [1 + floor(noise('product ' || label) * 12)::int] AS product,
           make_date(year, month, 3 + floor(noise('day ' || label) * 25)::int) AS booked_on,
           round(revenue * 1000 * share / sum(share) OVER (PARTITION BY account_id, year), 2) AS amount
    FROM kept
),
working_day AS (
    -- Nobody invoices on a weekend: Saturday and Sunday go back to Friday.
    SELECT account_id, country, label, site, product, amount,
           booked_on - greatest(extract(isodow FROM booked_on)::int - 5, 0) AS booked_on
    FROM invoice
),
booked AS (
    SELECT account_id, booked_on, amount, product, site, country, false AS is_credit
    FROM working_day
    UNION ALL
    -- Credit notes for returns and price corrections, three to six weeks later.
    SELECT account_id, booked_on + 21 + floor(noise('delay ' || label) * 3)::int * 7,
           -round(amount * (0.1 + 0.3 * noise('credit ' || label)), 2), product, site, country, true
    FROM working_day
    WHERE noise('return ' || label) < 0.04
    UNION ALL
    -- A pump skid of 2023, taken back: this customer's 2024 is negative.
    SELECT 37, DATE '2024-04-17', -185000.00, 'Process pump P200', 'Stillach', 'AT', true
)
SELECT row_number() OVER (ORDER BY booked_on, account_id, amount DESC, product),
       account_id, booked_on, amount, product, site, country,
       CASE WHEN is_credit THEN 'credit' ELSE kind END
FROM booked JOIN product USING (product)
WHERE booked_on < DATE '2026-01-01';

-- Costs by quarter. The largest group also earns a volume rebate.
INSERT INTO cost (account_id, incurred_on, amount, kind)
WITH quarter AS (
    SELECT account_id, cogs, serve,
           (date_trunc('quarter', booked_on::timestamp) + INTERVAL '3 months - 1 day')::date AS incurred_on,
           sum(amount) FILTER (WHERE amount > 0) AS invoiced
    FROM invoice_line JOIN roster USING (account_id)
    GROUP BY account_id, cogs, serve, 4
)
SELECT account_id, incurred_on,
       round(invoiced * percent / 100
             * (0.95 + 0.1 * noise(format('%s %s/%s', kind, account_id, incurred_on - DATE '2023-01-01'))), 2),
       kind
FROM quarter,
     LATERAL (VALUES ('cogs', cogs::numeric), ('delivery', serve * 0.3), ('support', serve * 0.3),
                     ('sales', serve * 0.4),
                     ('rebate', CASE WHEN account_id <= 4 THEN 3.5 END)) AS c (kind, percent)
WHERE invoiced > 0 AND percent IS NOT NULL;

-- Frame contracts of two thirds of the groups, ending between 2026 and 2028.
INSERT INTO contract (contract_id, account_id, starts_on, ends_on, annual_value, notice_days,
                      auto_renew, is_framework)
SELECT 700 + row_number() OVER (ORDER BY account_id), account_id, starts_on,
       (starts_on + make_interval(months => 36 + 12 * (account_id % 2)))::date,
       round(r2025 * 0.7) * 1000, CASE WHEN account_id % 4 = 0 THEN 180 ELSE 90 END,
       account_id % 3 = 0, r2025 >= 300
FROM (SELECT *, (DATE '2023-02-01'
                 + make_interval(months => floor(noise('contract ' || account_id) * 24)::int))::date AS starts_on
      FROM roster
      WHERE parent_id IS NULL AND account_id <> 64 AND r2023 > 0 AND r2025 >= 200
        AND noise('has contract ' || account_id) < 0.75) AS r;

-- Offers: open ones with a probability by stage, and those decided in 2025.
INSERT INTO opportunity
WITH offer AS (
    SELECT account_id, n, r2025, format('%s/%s', account_id, n) AS label,
           noise(format('decided %s/%s', account_id, n)) AS decided,
           1 + floor(noise(format('stage %s/%s', account_id, n)) * 4)::int AS stage
    FROM roster, generate_series(1, 4) AS n
    WHERE r2025 > 0 AND account_id <> 64
      AND noise(format('offer %s/%s', account_id, n)) < CASE WHEN r2025 >= 400 THEN 0.75 ELSE 0.45 END
)
SELECT row_number() OVER (ORDER BY account_id, n), account_id,
       round(greatest(r2025, 60) * (0.12 + 0.5 * noise('value ' || label)) / 5) * 5000,
       CASE WHEN decided < 0.15 THEN 1 WHEN decided < 0.35 THEN 0
            ELSE (ARRAY[0.15, 0.35, 0.60, 0.85])[stage] END,
       CASE WHEN decided < 0.15 THEN 'won' WHEN decided < 0.35 THEN 'lost'
            ELSE (ARRAY['qualified', 'offered', 'negotiating', 'verbal yes'])[stage] END,
       (ARRAY['Process pump P200', 'Booster set B80', 'Control valve V40', 'Flow sensor S7',
              'Maintenance contract'])[1 + floor(noise('offers ' || label) * 5)::int],
       CASE WHEN n = 4 THEN 'renewal' ELSE 'expansion' END,
       DATE '2025-01-13' + floor(noise('offered ' || label) * 180)::int,
       CASE WHEN decided < 0.35 THEN DATE '2025-08-04' ELSE DATE '2026-01-12' END
           + floor(noise('closes ' || label) * 140)::int,
       decided < 0.15, decided < 0.35
FROM offer;

-- One to five people per customer answer, and people of one company see things alike: they share a
-- mood, which is better where the business grows.
INSERT INTO survey
WITH asked AS (
    SELECT account_id, year, kind, respondent,
           noise(format('mood %s', account_id)) * 0.6 + noise(format('mood %s/%s', account_id, year)) * 0.25
               + CASE WHEN now > before THEN 0.15 ELSE 0 END AS mood,
           format('%s/%s/%s/%s', account_id, year, kind, respondent) AS label
    FROM roster,
         unnest(ARRAY[2024, 2025], ARRAY[r2023, r2024], ARRAY[r2024, r2025]) AS y (year, before, now),
         unnest(ARRAY['nps', 'csat']) AS kind,
         unnest(ARRAY['buyer', 'maintenance', 'production', 'engineering', 'management']) WITH ORDINALITY AS r (respondent, n)
    WHERE now > 0 AND account_id <> 64 AND n <= 1 + now / 200
)
SELECT account_id, make_date(year, 10, 1) + floor(noise('day ' || label) * 40)::int, kind, respondent,
       CASE WHEN noise('answers ' || label) < 0.7
            THEN CASE kind WHEN 'nps' THEN least(10, greatest(0, floor(4 + 7 * mood + 3 * noise(label))::int))
                           ELSE least(5, greatest(1, floor(2.6 + 2.2 * mood + 1.2 * noise(label))::int)) END
       END
FROM asked;

-- Tickets of 2025, more for those who buy more. What is due in January is open at the year's end,
-- and so are some that were due before.
INSERT INTO service_level
SELECT row_number() OVER (ORDER BY due_at, account_id, metric, n), account_id, metric, due_at,
       CASE WHEN due_at + delay < TIMESTAMP '2026-01-01' THEN due_at + delay END
FROM (SELECT account_id, metric, n,
             TIMESTAMP '2025-01-10 16:00' + floor(noise('due ' || label) * 365)::int * INTERVAL '1 day' AS due_at,
             -- Four of five are early, the rest up to three months late; Italy and Greece wait longer.
             floor((noise('delay ' || label) * 1.25 - 1 + CASE WHEN country IN ('IT', 'GR') THEN 0.15 ELSE 0 END)
                   * CASE WHEN noise('delay ' || label) < 0.8 THEN 72 ELSE 9000 END)::int * INTERVAL '1 hour' AS delay
      FROM (SELECT account_id, country, metric, n, format('%s/%s/%s', account_id, metric, n) AS label
            FROM roster, unnest(ARRAY['spare parts', 'field service']) AS metric, generate_series(1, 1 + r2025 / 100) AS n
            WHERE r2025 > 0 AND account_id <> 64) AS t) AS ticket;

DROP FUNCTION noise(text);
COMMIT;

ANALYZE velmara.account, velmara.site, velmara.product, velmara.invoice_line, velmara.cost,
        velmara.contract, velmara.opportunity, velmara.wallet, velmara.survey, velmara.service_level,
        velmara.criterion, velmara.assessment;

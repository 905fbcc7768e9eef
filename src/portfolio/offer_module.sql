-- The modules that an offer consists of
CREATE TABLE offer_module (
	offer_id bigint NOT NULL REFERENCES offer ON DELETE CASCADE,
	module text NOT NULL CHECK (module <> ''),
	site text NOT NULL DEFAULT '',
	amount numeric(18,2) CHECK (amount BETWEEN -1e15 AND 1e15),
	service_level numeric(9,6) CHECK (service_level BETWEEN 0 AND 1),
	PRIMARY KEY (offer_id, module, site)
);

COMMENT ON TABLE offer_module IS 'the modules of an offer, each for a site or for all';
COMMENT ON COLUMN offer_module.offer_id IS 'the offer';
COMMENT ON COLUMN offer_module.module IS 'module or package';
COMMENT ON COLUMN offer_module.site IS 'site of the customer; empty for all';
COMMENT ON COLUMN offer_module.amount IS 'value of a year, in the base currency; NULL if not known';
COMMENT ON COLUMN offer_module.service_level IS 'share of promises to be kept, 0 to 1, where it is not that of the offer';

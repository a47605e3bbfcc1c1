-- The inbox marks cases whose promise was broken until somebody has said how it ended.
create index promises_broken on promises (brand_id, due_at desc) where state = 'broken' and settled_by is null;
